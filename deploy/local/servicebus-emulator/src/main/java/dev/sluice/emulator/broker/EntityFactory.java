package dev.sluice.emulator.broker;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Builds entities and connects each with those that its messages go on to, which it finds by their path. */
final class EntityFactory {

    private final Clock clock;
    private final Timer timer;
    private final MessageFormat format;
    private final MessageStore store;
    private final Function<String, Optional<MessageQueue>> find;

    /** A factory of entities that come with what the store has kept of them, and do nothing until they are started. */
    EntityFactory(
            Clock clock,
            Timer timer,
            MessageFormat format,
            MessageStore store,
            Function<String, Optional<MessageQueue>> find) {
        this.clock = clock;
        this.store = store;
        this.timer = timer;
        this.format = format;
        this.find = find;
    }

    Entity queue(QueueOptions options, boolean declared) {
        var quota = new SizeQuota("Queue: '" + options.name() + "'", options.maxSizeBytes());
        return keeping(EntityType.QUEUE, options, quota, null, store.entity(options.name(), !declared), declared);
    }

    Entity topic(TopicOptions options, boolean declared) {
        var quota =
                new SizeQuota("Topic: '" + options.name() + "'", options.queue().maxSizeBytes());
        var queue = new MessageQueue(
                EntityType.TOPIC,
                options.queue(),
                quota,
                message -> {
                    throw new IllegalStateException("a topic keeps no message that could be given up");
                },
                clock,
                timer,
                store,
                store.entity(options.name(), !declared));
        return asTopic(new Entity(queue, null, null, quota, null, List.of(), null, declared));
    }

    /** A queue as a topic: its messages go to the subscriptions that it gets. */
    Entity asTopic(Entity queue) {
        return new Entity(
                queue.queue(),
                queue.deadLetters(),
                queue.transferDeadLetters(),
                queue.quota(),
                new TopicDistribution(format, store),
                new CopyOnWriteArrayList<>(),
                null,
                queue.declared());
    }

    /** A subscription; what it holds counts as the topic's. */
    Entity subscription(Entity topic, SubscriptionOptions options, boolean declared) {
        var path = EntityPath.ofSubscription(topic.queue().path(), options.name());
        var kept = store.entity(path, !declared);
        var rules = new SubscriptionRules(path, options, format, store, kept);
        return keeping(EntityType.SUBSCRIPTION, options.queue().renamed(path), topic.quota(), rules, kept, declared);
    }

    private Entity keeping(
            EntityType type,
            QueueOptions options,
            SizeQuota quota,
            SubscriptionRules rules,
            EntityStore kept,
            boolean declared) {
        var deadLetters = subqueue(options, EntityPath.Part.DEAD_LETTERS, quota, declared);
        var transfer = subqueue(options, EntityPath.Part.TRANSFER_DEAD_LETTERS, quota, declared);
        var target = target(options, deadLetters);
        var queue = new MessageQueue(type, options, quota, target, clock, timer, store, kept);
        if (options.forwardTo() != null) {
            queue.passOnTo(type, new AutoForward(() -> find.apply(options.forwardTo()), target, format));
        }
        return new Entity(queue, deadLetters, transfer, quota, null, List.of(), rules, declared);
    }

    private MessageQueue subqueue(QueueOptions options, EntityPath.Part part, SizeQuota quota, boolean declared) {
        var subqueueOptions = options.forDeadLetters(options.name() + part.suffix());
        var kept = store.entity(subqueueOptions.name(), !declared);
        return new MessageQueue(EntityType.DEAD_LETTER_QUEUE, subqueueOptions, quota, null, clock, timer, store, kept);
    }

    private DeadLetterTarget target(QueueOptions options, MessageQueue subqueue) {
        var target = options.forwardDeadLetteredMessagesTo();
        return target == null
                ? subqueue.intake()::deadLetter
                : message -> find.apply(target)
                        .ifPresentOrElse(
                                queue -> queue.intake().forwardedDeadLetter(message, options.name()),
                                () -> subqueue.intake().deadLetter(message));
    }
}
