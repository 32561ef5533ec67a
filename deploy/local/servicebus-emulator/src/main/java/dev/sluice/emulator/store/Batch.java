package dev.sluice.emulator.store;

import dev.sluice.emulator.broker.QueuedMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes that are committed together: the last state of each thing that was changed, so what came and went in between
 * is never written. Guarded by the {@link Committer} until it takes the batch out.
 */
final class Batch {

    /** What became of a message: there, as it is now, or gone. */
    record Change(QueuedMessage message, boolean there) {
        StoredBody body() {
            return (StoredBody) message.content().body();
        }
    }

    /** What a key shall have, or null when it shall go. */
    record Value(byte[] record) {}

    final long number;
    final Map<Long, Change> messages = new LinkedHashMap<>();
    final Map<Long, Value> ids = new LinkedHashMap<>();
    final Map<String, Value> settings = new LinkedHashMap<>();
    final Map<Integer, EntityRecord> entities = new HashMap<>();
    final List<Runnable> acknowledgements = new ArrayList<>();
    private long bytes;

    Batch(long number) {
        this.number = number;
    }

    void put(long key, QueuedMessage message) {
        var change = new Change(message, true);
        var before = messages.put(key, change);
        if (before == null && !change.body().isWritten()) {
            bytes += message.size();
        }
    }

    void remove(long key, QueuedMessage message) {
        messages.put(key, new Change(message, false));
    }

    boolean isEmpty() {
        return messages.isEmpty() && ids.isEmpty() && settings.isEmpty() && entities.isEmpty();
    }

    /** How many changes there are. */
    int size() {
        return messages.size() + ids.size() + settings.size();
    }

    /** Bytes of bodies that it keeps in memory. */
    long bytes() {
        return bytes;
    }
}
