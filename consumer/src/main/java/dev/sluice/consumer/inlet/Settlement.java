package dev.sluice.consumer.inlet;

import java.util.Map;

/** What is done with a message in the end. */
public sealed interface Settlement {
    /** Take it off the queue. */
    record Complete() implements Settlement {}

    /** Give it back, to be delivered again. */
    record Abandon() implements Settlement {}

    /**
     * Move it to the dead letters.
     *
     * @param reason the kind, one word
     * @param description what is wrong with it
     * @param properties application properties that are added to it
     */
    record DeadLetter(String reason, String description, Map<String, Object> properties) implements Settlement {}

    /** Keep it in hand until the database is back, then decide again. */
    record AwaitDatabase() implements Settlement {}
}
