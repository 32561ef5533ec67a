package dev.sluice.emulator.broker;

import java.time.Instant;
import java.util.List;

/**
 * The right to one session: whoever holds it, and nobody else, receives the session's messages in their order. Ends when
 * it is closed or its lock runs out; from then on it finds no messages. Thread-safe.
 */
public final class SessionReceiver implements MessageSource {

    private final QueueSessions sessions;
    private final Session session;
    private final Object owner;
    private final SessionListener listener;

    SessionReceiver(QueueSessions sessions, Session session, Object owner, SessionListener listener) {
        this.sessions = sessions;
        this.session = session;
        this.owner = owner;
        this.listener = listener;
    }

    /** The session's id. */
    public String sessionId() {
        return session.id;
    }

    /** When the lock ends, or ended. */
    public Instant lockedUntil() {
        return sessions.lockedUntil(session);
    }

    @Override
    public List<Delivery> receive(int max, ReceiveMode mode) {
        return sessions.receive(this, max, mode);
    }

    @Override
    public void await(Consumer consumer, int demand) {
        sessions.await(this, consumer);
    }

    @Override
    public void forget(Consumer consumer) {
        sessions.await(this, null);
    }

    /** Frees the session at once; what was received and not settled goes back untried. Does nothing the second time. */
    public void close() {
        sessions.close(this);
    }

    Session session() {
        return session;
    }

    boolean isOf(Object someone) {
        return owner.equals(someone);
    }

    SessionListener listener() {
        return listener;
    }

    boolean holds() {
        return session.holder == this;
    }
}
