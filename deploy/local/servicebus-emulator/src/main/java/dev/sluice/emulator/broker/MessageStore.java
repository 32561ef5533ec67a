package dev.sluice.emulator.broker;

import java.util.List;

/**
 * Keeps the broker's state beyond the process. Every operation of the broker runs between {@link #enter} and
 * {@link #leave}, and what it changed in between, in however many entities, is kept as a whole or not at all. The
 * defaults keep nothing. Thread-safe.
 */
public interface MessageStore extends Durability {

    /** Keeps nothing. */
    MessageStore NONE = new MessageStore() {};

    /**
     * Begins an operation, or a part of one that has begun. To be called before any lock of the broker is taken: it may
     * wait for a store that lags behind, or is about to draw the line between two versions.
     */
    default void enter() {}

    /** Ends what {@link #enter} began. */
    default void leave() {}

    /** Refuses with STORE_FAILED if nothing can be kept any more. */
    default void requireWritable() {}

    /**
     * What is kept of an entity, and where its changes go from now on.
     *
     * @param path the entity's path, compared without regard to case
     * @param autoCreated whether it exists only because somebody addressed it
     */
    default EntityStore entity(String path, boolean autoCreated) {
        return EntityStore.NONE;
    }

    /** The paths of all entities of which something is kept, in no particular order. */
    default List<String> paths() {
        return List.of();
    }

    /** How many messages are kept of an entity that is not in use. */
    default long count(String path) {
        return 0;
    }

    /** The body of a message that is about to be kept, where the store has it; the same if it has it already. */
    default Body keep(Body body) {
        return body;
    }

    /** Says that messages of several entities refer to a kept body, which is stored once; in the operation that made them. */
    default void share(Body body) {}
}
