package dev.sluice.emulator.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * The messages of one queue that are locked, by lock token. All locks of a queue last equally long, so the order in
 * which they were taken or renewed is the order in which they expire. In a queue with sessions no message has a lock time of
 * its own: it is locked as long as its session is. Guarded by the queue's lock.
 */
final class LockTable {

    private final Duration duration;
    private final LinkedHashMap<UUID, Delivery> locks = new LinkedHashMap<>();
    // In the hands of transactions, where they don't run out.
    private final LinkedHashMap<UUID, QueuedMessage> reserved = new LinkedHashMap<>();

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
        if (reserved.containsKey(token)) {
            // Its holder renews it by itself and knows nothing of the transaction.
            return now.plus(duration);
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

    /** Takes a lock into a transaction: it no longer runs out, and counts as held; throws like {@link #unlock}. */
    QueuedMessage reserve(UUID token) {
        var message = unlock(token).message();
        reserved.put(token, message);
        return message;
    }

    /** Takes a lock out of a transaction. */
    QueuedMessage spend(UUID token) {
        return reserved.remove(token);
    }

    /** Gives what was taken out of a transaction back to its holder, with a full lock time under the old token. */
    void restore(QueuedMessage message, UUID token, Instant now) {
        locks.put(token, new Delivery(message, token, duration == null ? null : now.plus(duration)));
    }

    /** Takes out all locks of a session, except those in transactions. */
    List<Delivery> unlockSession(String sessionId) {
        var all = locks.values().stream()
                .filter(delivery ->
                        sessionId.equals(delivery.message().content().sessionId()))
                .toList();
        all.forEach(delivery -> locks.remove(delivery.lockToken()));
        return all;
    }

    /** Takes out all locks, except those in transactions. */
    List<Delivery> unlockAll() {
        var all = List.copyOf(locks.values());
        locks.clear();
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
        return locks.size() + reserved.size();
    }

    /** All messages that are locked, in no order. */
    Stream<QueuedMessage> all() {
        return Stream.concat(locks.values().stream().map(Delivery::message), reserved.values().stream());
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
