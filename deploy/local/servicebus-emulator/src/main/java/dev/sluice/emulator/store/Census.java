package dev.sluice.emulator.store;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is in a file: read once when it is opened, without the bodies. Says whether the file is whole as far as that can be
 * seen without them.
 */
final class Census {

    private final Map<Integer, EntityRecord> entities = new TreeMap<>();
    private final Map<Integer, Long> messages = new HashMap<>();
    private final Map<Long, SharedBody> sharedBodies = new HashMap<>();
    private long counted;
    private long ownBodies;
    private long lastBody;
    private String damage;

    /**
     * A body that messages of several entities refer to.
     *
     * @param size its bytes
     * @param references how many messages refer to it
     */
    record SharedBody(int size, int references) {}

    private Census() {}

    /** Reads a file. */
    static Census of(StoreMaps maps) {
        var census = new Census();
        try {
            census.readEntities(maps);
            census.readMessages(maps);
            var newest = maps.bodies().lastKey();
            census.lastBody = Math.max(census.lastBody, newest == null ? 0 : newest);
            census.compareCounts(maps);
        } catch (RuntimeException e) {
            census.damage = e.getMessage();
        }
        return census;
    }

    /** What is wrong with the file, or null. */
    String damage() {
        return damage;
    }

    /** The entities that something is kept of, by their numbers. */
    Map<Integer, EntityRecord> entities() {
        return entities;
    }

    /** How many messages an entity has. */
    long messages(int entity) {
        return messages.getOrDefault(entity, 0L);
    }

    /** How many messages there are. */
    long messages() {
        return counted;
    }

    /** The bodies that several messages may refer to, by their numbers. */
    Map<Long, SharedBody> sharedBodies() {
        return sharedBodies;
    }

    /** The highest number that a body has; 0 if there is none. */
    long lastBody() {
        return lastBody;
    }

    private void readEntities(StoreMaps maps) {
        for (var entries = maps.entities().cursor(null); entries.hasNext(); ) {
            long id = entries.next();
            if (RecordType.isDamaged(entries.getValue())) {
                damage = "the record of entity " + id;
            } else {
                entities.put((int) id, EntityRecord.decode(entries.getValue()));
            }
        }
    }

    private void readMessages(StoreMaps maps) {
        for (var entries = maps.messages().cursor(null); entries.hasNext(); ) {
            long key = entries.next();
            var record = entries.getValue();
            if (RecordType.isDamaged(record)) {
                damage = "the record of a message";
                continue;
            }
            // Keys are not under a checksum, neither a message's own nor those that lead to it.
            if (MessageRecord.key(record) != key
                    || !entities.containsKey(Keys.entity(key))
                    || !maps.messages().containsKey(key)) {
                damage = "the key of a message or of its entity";
            }
            counted++;
            messages.merge(Keys.entity(key), 1L, Long::sum);
            lastBody = Math.max(lastBody, MessageRecord.bodyId(record));
            if (MessageRecord.hasSharedBody(record)) {
                sharedBodies.merge(
                        MessageRecord.bodyId(record),
                        new SharedBody(MessageRecord.bodySize(record), 1),
                        (before, one) -> new SharedBody(one.size(), before.references() + 1));
            } else {
                ownBodies++;
            }
        }
    }

    private void compareCounts(StoreMaps maps) {
        long records = maps.messages().sizeAsLong();
        long bodies = maps.bodies().sizeAsLong();
        if (damage == null && counted != records) {
            damage = counted + " of " + records + " records can be read";
        }
        if (damage == null && ownBodies + sharedBodies.size() != bodies) {
            damage = counted + " records of messages refer to " + (ownBodies + sharedBodies.size()) + " bodies, and "
                    + bodies + " are there";
        }
    }
}
