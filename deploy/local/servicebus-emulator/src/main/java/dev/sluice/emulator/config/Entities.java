package dev.sluice.emulator.config;

import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.emulator.broker.TopicOptions;
import java.util.List;
import java.util.stream.Stream;

/** The entities that a namespace is to have. */
public record Entities(List<QueueOptions> queues, List<TopicOptions> topics) {

    /** No entities. */
    public static final Entities NONE = new Entities(List.of(), List.of());

    /** Keeps copies. */
    public Entities {
        queues = List.copyOf(queues);
        topics = List.copyOf(topics);
    }

    /** These, each taking messages of that size; subscriptions keep what their topic took. */
    public Entities maxMessageSizeBytes(long value) {
        return new Entities(
                queues.stream().map(queue -> queue.maxMessageSizeBytes(value)).toList(),
                topics.stream()
                        .map(topic -> new TopicOptions(topic.queue().maxMessageSizeBytes(value), topic.subscriptions()))
                        .toList());
    }

    /** These and others. */
    public Entities and(Entities others) {
        return new Entities(
                Stream.concat(queues.stream(), others.queues.stream()).toList(),
                Stream.concat(topics.stream(), others.topics.stream()).toList());
    }
}
