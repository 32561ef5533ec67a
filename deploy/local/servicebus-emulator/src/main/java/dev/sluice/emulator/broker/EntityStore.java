package dev.sluice.emulator.broker;

import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Keeps the state of one entity. Changes are made under the entity's lock, between {@link MessageStore#enter} and
 * {@link MessageStore#leave}; the defaults keep nothing.
 */
public interface EntityStore {

    /** Keeps nothing. */
    EntityStore NONE = new EntityStore() {};

    /** Takes a message id that was remembered. */
    @FunctionalInterface
    interface Remembered {
        /** The id, the sequence number that it was remembered with, and when. */
        void accept(String messageId, long sequenceNumber, Instant when);
    }

    /** The last sequence number that was given out. */
    default long lastSequenceNumber() {
        return 0;
    }

    /** Gives every message that is kept, in order of sequence numbers. */
    default void messages(Consumer<QueuedMessage> each) {}

    /** Gives every message id that is remembered for duplicate detection, the oldest first. */
    default void remembered(Remembered each) {}

    /** What was set by {@link #set}, by name. */
    default Map<String, byte[]> settings() {
        return Map.of();
    }

    /** Notes that a sequence number was given out. */
    default void numbered(long sequenceNumber) {}

    /** Keeps a message that is new here, or changed. */
    default void put(QueuedMessage message) {}

    /** Forgets a message. */
    default void remove(QueuedMessage message) {}

    /** Remembers a message id for duplicate detection. */
    default void remember(String messageId, long sequenceNumber, Instant when) {}

    /** Forgets the message id that was remembered with that sequence number. */
    default void forget(long sequenceNumber) {}

    /**
     * Keeps anything else under a name of its own, such as the state of a session or a rule.
     *
     * @param value what to keep, or null to forget it
     */
    default void set(String name, byte[] value) {}
}
