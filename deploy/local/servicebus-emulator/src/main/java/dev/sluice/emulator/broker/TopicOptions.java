package dev.sluice.emulator.broker;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a topic is created with.
 *
 * @param queue its name, and how it takes messages: time to live, duplicate detection, sizes; the rest is its
 *     subscriptions' business
 * @param subscriptions those that it has from the beginning
 */
public record TopicOptions(QueueOptions queue, List<SubscriptionOptions> subscriptions) {

    /** Refuses what only a queue can have, and two subscriptions of one name. */
    public TopicOptions {
        subscriptions = List.copyOf(subscriptions);
        if (queue.forwardTo() != null || queue.forwardDeadLetteredMessagesTo() != null) {
            throw new IllegalArgumentException(
                    "topic '" + queue.name() + "' needs its forwarding on a subscription, a topic itself has none");
        }
        var names = subscriptions.stream().map(options -> options.name().toLowerCase(Locale.ROOT));
        if (names.distinct().count() < subscriptions.size()) {
            throw new IllegalArgumentException(
                    "topic '" + queue.name() + "' needs subscriptions with names that differ, regardless of case");
        }
    }

    /** A topic with Azure's defaults and no subscription. */
    public static TopicOptions named(String name) {
        return of(QueueOptions.named(name));
    }

    /** A topic that takes messages like this queue. */
    public static TopicOptions of(QueueOptions queue) {
        return new TopicOptions(queue, List.of());
    }

    /** Its name. */
    public String name() {
        return queue.name();
    }

    /** These options with one more subscription. */
    public TopicOptions subscription(SubscriptionOptions subscription) {
        return new TopicOptions(
                queue,
                Stream.concat(subscriptions.stream(), Stream.of(subscription)).toList());
    }
}
