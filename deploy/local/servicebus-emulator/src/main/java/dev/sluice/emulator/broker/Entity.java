package dev.sluice.emulator.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A queue, topic or subscription with all that belongs to it.
 *
 * @param queue what is sent to it and what it keeps
 * @param deadLetters its dead-letter subqueue; null for a topic
 * @param transferDeadLetters what it sent on behalf of a transaction and nobody took; null for a topic
 * @param quota what its size is counted by
 * @param distribution what makes it a topic, or null
 * @param subscriptions the paths of a topic's subscriptions; grows
 * @param rules the rules of a subscription, or null
 * @param declared whether it was asked for by name, and not made when it was addressed
 */
record Entity(
        MessageQueue queue,
        MessageQueue deadLetters,
        MessageQueue transferDeadLetters,
        SizeQuota quota,
        TopicDistribution distribution,
        List<String> subscriptions,
        SubscriptionRules rules,
        boolean declared) {

    Optional<MessageQueue> part(EntityPath.Part part) {
        return Optional.ofNullable(
                switch (part) {
                    case MESSAGES -> queue;
                    case DEAD_LETTERS -> deadLetters;
                    case TRANSFER_DEAD_LETTERS -> transferDeadLetters;
                });
    }

    /** It and its subqueues. */
    Stream<MessageQueue> queues() {
        return Stream.of(queue, deadLetters, transferDeadLetters).filter(Objects::nonNull);
    }

    Optional<EntityCounts> counts(EntityPath.Part part) {
        if (part != EntityPath.Part.MESSAGES || deadLetters == null) {
            return part(part).map(messages -> messages.counts(0));
        }
        var dead = deadLetters.counts(0);
        return Optional.of(queue.counts(dead.active() + dead.locked() + dead.deferred()));
    }

    /** Where its messages and its dead letters may go on to. */
    List<String> targets() {
        var targets = new ArrayList<>(subscriptions);
        if (queue.options().forwardTo() != null) {
            targets.add(queue.options().forwardTo());
        }
        if (queue.options().forwardDeadLetteredMessagesTo() != null) {
            targets.add(queue.options().forwardDeadLetteredMessagesTo());
        }
        return targets;
    }

    /** How people call it. */
    String description() {
        return switch (queue.type()) {
                    case TOPIC -> "topic '";
                    case SUBSCRIPTION -> "subscription '";
                    default -> "queue '";
                }
                + queue.path() + "'";
    }
}
