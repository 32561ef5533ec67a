package dev.sluice.emulator.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The messages of one queue that are locked, by lock token. All locks of a queue last equally long, so the order in
 * which they were taken or renewed is the order in which they expire. Guarded by the queue's lock.
 */
final class LockTable {

    private final Duration duration;
    private final LinkedHashMap<UUID, Delivery> locks = new LinkedHashMap<>();

    LockTable(Duration duration) {
        this.duration = duration;
    }

    Delivery lock(QueuedMessage message, Instant now) {
        var delivery = new Delivery(message, newToken(), now.plus(duration));
        locks.put(delivery.lockToken(), delivery);
        return delivery;
    }

    /** Extends a lock, or throws LOCK_LOST. */
    Instant renew(UUID token, Instant now) {
        var held = unlock(token);
        var renewed = new Delivery(held.message(), token, now.plus(duration));
        locks.put(token, renewed);
        return renewed.lockedUntil();
    }

    /** Takes a lock out, or throws LOCK_LOST; what has expired must have been taken out before. */
    Delivery unlock(UUID token) {
        var held = locks.remove(token);
        if (held == null) {
            throw new BrokerException(
                    BrokerException.Reason.LOCK_LOST,
                    "The lock supplied is invalid. Either the lock expired, or the message has already been removed"
                            + " from the queue.");
        }
        return held;
    }

    /** The next lock that is over, taken out; null when none is. */
    Delivery pollExpired(Instant now) {
        var oldest = oldest();
        return oldest == null || oldest.lockedUntil().isAfter(now) ? null : locks.remove(oldest.lockToken());
    }

    /** When the next lock is over, or null. */
    Instant nextExpiry() {
        var oldest = oldest();
        return oldest == null ? null : oldest.lockedUntil();
    }

    int size() {
        return locks.size();
    }

    Collection<Delivery> all() {
        return locks.values();
    }

    /** A random token without the cost of a secure one: a token is a name, not a secret. */
    static UUID newToken() {
        var random = ThreadLocalRandom.current();
        long version4 = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
        long variant2 = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(version4, variant2);
    }

    private Delivery oldest() {
        var first = locks.values().iterator();
        return first.hasNext() ? first.next() : null;
    }
}
