package dev.sluice.emulator.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The sessions of one queue: which messages are ready in each, who has which, which are free. Guarded by the queue's lock. */
final class SessionTable {

    private final Duration lockDuration;
    private final Map<String, Session> sessions = new TreeMap<>();
    // Free and with messages, the one that has been so for longest first: none is passed over for ever.
    private final LinkedHashSet<Session> acceptable = new LinkedHashSet<>();
    // All locks last equally long, so the order in which they were taken or renewed is that in which they expire.
    private final LinkedHashSet<Session> locked = new LinkedHashSet<>();

    SessionTable(Duration lockDuration) {
        this.lockDuration = lockDuration;
    }

    /** Notes that a message is ready. */
    void arrived(QueuedMessage message) {
        var session = get(message.content().sessionId());
        session.ready.add(message.sequenceNumber());
        update(session);
        session.wakeHolder();
    }

    /** Notes that a message is no longer ready. */
    void gone(QueuedMessage message) {
        var session = get(message.content().sessionId());
        session.ready.remove(message.sequenceNumber());
        update(session);
    }

    /** The session of that id; null if nothing is known of it. */
    Session find(String id) {
        return sessions.get(id);
    }

    /** The session of that id, made when it is not there: {@link #update} forgets it again. */
    Session get(String id) {
        return sessions.computeIfAbsent(id, Session::new);
    }

    /** Sorts a session in again after a change. */
    void update(Session session) {
        if (session.isFree() && !session.ready.isEmpty()) {
            acceptable.add(session);
        } else {
            acceptable.remove(session);
        }
        if (session.isForgettable()) {
            sessions.remove(session.id);
        }
    }

    /** The session that is free, has messages, and has been so for longest; null when there is none. */
    Session nextAcceptable() {
        return acceptable.isEmpty() ? null : acceptable.iterator().next();
    }

    void lock(Session session, SessionReceiver holder, Instant now) {
        session.holder = holder;
        renew(session, now);
        update(session);
    }

    Instant renew(Session session, Instant now) {
        session.lockedUntil = now.plus(lockDuration);
        locked.remove(session);
        locked.add(session);
        return session.lockedUntil;
    }

    void unlock(Session session) {
        session.holder = null;
        session.waiting = null;
        locked.remove(session);
        update(session);
    }

    /** A session whose lock has run out, still locked; null when there is none. */
    Session nextExpired(Instant now) {
        var oldest = oldest();
        return oldest == null || oldest.lockedUntil.isAfter(now) ? null : oldest;
    }

    /** When the next lock runs out, or null. */
    Instant nextExpiry() {
        var oldest = oldest();
        return oldest == null ? null : oldest.lockedUntil;
    }

    /** All sessions, by id. */
    Stream<Session> all() {
        return sessions.values().stream();
    }

    private Session oldest() {
        return locked.isEmpty() ? null : locked.iterator().next();
    }
}
