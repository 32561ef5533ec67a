package dev.sluice.emulator.store;

/**
 * The keys of records: the entity's number above, the sequence number below. So an entity's messages lie side by side in
 * order, and new ones go to their end.
 */
final class Keys {

    // A trillion messages for each of eight million entities.
    private static final int NUMBER_BITS = 40;

    private Keys() {}

    static long of(int entity, long sequenceNumber) {
        return (long) entity << NUMBER_BITS | sequenceNumber;
    }

    static long first(int entity) {
        return of(entity, 0);
    }

    static int entity(long key) {
        return (int) (key >> NUMBER_BITS);
    }

    static long sequenceNumber(long key) {
        return key & (1L << NUMBER_BITS) - 1;
    }
}
