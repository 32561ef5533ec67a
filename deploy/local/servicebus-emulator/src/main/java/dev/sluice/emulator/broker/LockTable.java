package dev.sluice.emulator.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The messages of one queue that are locked, by lock token. All locks of a queue last equally long, so the order in
 * which they were taken or renewed is the order in which they expire. In a queue with sessions no message has a lock time of
 * its own: it is locked as long as its session is. Guarded by the queue's lock.
 */
final class LockTable {

    private final Duration duration;
    private final LinkedHashMap<UUID, Delivery> locks = new LinkedHashMap<>();

    /** A table of locks that last so long; null for a queue with sessions. */
    LockTable(Duration duration) {
        this.duration = duration;
    }

    Delivery lock(QueuedMessage message, Instant now) {
        var delivery = new Delivery(message, newToken(), duration == null ? null : now.plus(duration));
        locks.put(delivery.lockToken(), delivery);
        return delivery;
    }

    /** Extends a lock, or throws LOCK_LOST; NOT_ALLOWED in a queue with sessions. */
    Instant renew(UUID token, Instant now) {
        if (duration == null) {
            throw new BrokerException(
                    BrokerException.Reason.NOT_ALLOWED,
                    "The lock of a message in a session can't be renewed. Renew the lock of the session.");
        }
        var held = unlock(token);
        var renewed = new Delivery(held.message(), token, now.plus(duration));
        locks.put(token, renewed);
        return renewed.lockedUntil();
    }

    /** Takes a lock out, or throws LOCK_LOST or SESSION_LOCK_LOST; what has expired must have been taken out before. */
    Delivery unlock(UUID token) {
        var held = locks.remove(token);
        if (held == null && duration == null) {
            throw sessionLockLost();
        }
        if (held == null) {
            throw new BrokerException(
                    BrokerException.Reason.LOCK_LOST,
                    "The lock supplied is invalid. Either the lock expired, or the message has already been removed"
                            + " from the queue.");
        }
        return held;
    }

    /** Takes out all locks of a session. */
    List<Delivery> unlockSession(String sessionId) {
        var all = locks.values().stream()
                .filter(delivery ->
                        sessionId.equals(delivery.message().content().sessionId()))
                .toList();
        all.forEach(delivery -> locks.remove(delivery.lockToken()));
        return all;
    }

    static BrokerException sessionLockLost() {
        return new BrokerException(
                BrokerException.Reason.SESSION_LOCK_LOST,
                "The session lock has expired on the MessageSession. Accept a new MessageSession.");
    }

    /** The next lock that is over, taken out; null when none is. */
    Delivery pollExpired(Instant now) {
        var oldest = oldest();
        return oldest == null
                        || oldest.lockedUntil() == null
                        || oldest.lockedUntil().isAfter(now)
                ? null
                : locks.remove(oldest.lockToken());
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
