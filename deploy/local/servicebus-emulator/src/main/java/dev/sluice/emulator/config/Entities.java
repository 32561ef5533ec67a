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

    /** These and others. */
    public Entities and(Entities others) {
        return new Entities(
                Stream.concat(queues.stream(), others.queues.stream()).toList(),
                Stream.concat(topics.stream(), others.topics.stream()).toList());
    }
}
