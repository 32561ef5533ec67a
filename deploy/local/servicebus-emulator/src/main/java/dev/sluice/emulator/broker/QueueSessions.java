package dev.sluice.emulator.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The sessions of a queue that requires them. A session is held by one receiver at a time, under a lock that lasts as
 * long as the queue's lock duration and covers all messages received under it. Thread-safe under the queue's lock.
 *
 * <p>An owner is whoever accepted a session, by identity: it may renew the lock and change the state, others may not.
 *
 * @see <a href="https://learn.microsoft.com/azure/service-bus-messaging/message-sessions">Message sessions</a>
 */
public final class QueueSessions {

    // Azure's quota of concurrent receive requests on one entity.
    static final int MAX_WAITING = 5_000;
    private static final int MAX_ID_LENGTH = 128;

    private final MessageQueue queue;
    private final SessionTable table;
    private final QueueContents contents;
    private final LockTable locks;
    private final MessageLifecycle lifecycle;
    private final SizeQuota quota;
    private final SessionStates states;
    private final WaitingAcceptors waiting = new WaitingAcceptors();

    QueueSessions(
            MessageQueue queue,
            SessionTable table,
            QueueContents contents,
            LockTable locks,
            MessageLifecycle lifecycle,
            SizeQuota quota,
            EntityStore kept) {
        this.queue = queue;
        this.table = table;
        this.contents = contents;
        this.locks = locks;
        this.lifecycle = lifecycle;
        this.quota = quota;
        this.states = new SessionStates(kept);
        states.restore(table, quota);
    }

    /**
     * Locks the session of that id, whether it has messages or not.
     *
     * @throws BrokerException SESSION_CANNOT_BE_LOCKED if somebody holds it
     */
    public SessionReceiver accept(String id, Object owner, SessionListener listener) {
        requireId(id);
        return queue.locked(now -> {
            var session = table.get(id);
            if (!session.isFree()) {
                throw new BrokerException(
                        BrokerException.Reason.SESSION_CANNOT_BE_LOCKED,
                        "The requested session '" + id + "' cannot be accepted. It may be locked by another receiver.");
            }
            return lock(session, owner, listener, now);
        });
    }

    /**
     * Locks the session that has been free and with messages for longest, as soon as there is one, and tells the
     * listener.
     *
     * @throws BrokerException QUOTA_EXCEEDED if too many wait already
     */
    public void acceptNext(Duration timeout, Object owner, SessionListener listener) {
        queue.locked(now -> {
            if (waiting.size() >= MAX_WAITING) {
                throw new BrokerException(
                        BrokerException.Reason.QUOTA_EXCEEDED,
                        "The number of receivers that wait for a session of '" + queue.path()
                                + "' has reached its limit of " + MAX_WAITING + ".");
            }
            waiting.add(now.plus(timeout), owner, listener);
            return null;
        });
    }

    /** Waits no more; a session that was accepted meanwhile must be closed by its receiver. */
    public void stopWaiting(SessionListener listener) {
        queue.locked(now -> {
            waiting.remove(listener);
            return null;
        });
    }

    /** Extends the owner's lock by the lock duration from now, and says until when; or throws SESSION_LOCK_LOST. */
    public Instant renew(String id, Object owner) {
        return queue.locked(now -> table.renew(held(id, owner), now));
    }

    /** What was last left as the state of that session; null if nothing, or if there is no such session. */
    public byte[] state(String id) {
        requireId(id);
        return queue.locked(now -> {
            var session = table.find(id);
            return session == null ? null : session.state;
        });
    }

    /**
     * Leaves a state for whoever has the session next; it stays when the session has no messages.
     *
     * @param state becomes the broker's, or null to clear
     * @throws BrokerException SESSION_LOCK_LOST if it is not the owner's, MESSAGE_TOO_LARGE, or QUOTA_EXCEEDED
     */
    public void setState(String id, byte[] state, Object owner) {
        queue.locked(now -> {
            var session = held(id, owner);
            queue.requireWritable();
            long more = SessionStates.size(id, state) - SessionStates.size(id, session.state);
            if (state != null && state.length > queue.options().maxMessageSizeBytes()) {
                throw new BrokerException(
                        BrokerException.Reason.MESSAGE_TOO_LARGE,
                        "The session state (size:" + state.length + " bytes) exceeds the limit ("
                                + queue.options().maxMessageSizeBytes() + " bytes).");
            }
            if (more > 0) {
                quota.check(more);
            }
            quota.add(more);
            session.state = state;
            session.stateSetAt = state == null ? null : now;
            states.keep(session);
            return null;
        });
    }

    /** Forgets all states; for the queue's reset, under its lock. */
    void clear() {
        table.all().filter(session -> session.state != null).toList().forEach(session -> {
            quota.add(-SessionStates.size(session.id, session.state));
            session.state = null;
            session.stateSetAt = null;
            states.keep(session);
            table.update(session);
        });
    }

    /**
     * Hands out deferred messages of a session that the owner holds; all of them, or MESSAGE_NOT_FOUND if one is not
     * deferred or is another session's.
     */
    public List<Delivery> receiveDeferred(String id, List<Long> sequenceNumbers, ReceiveMode mode, Object owner) {
        queue.requireHandsOut();
        return queue.handOut().whole(now -> {
            var session = held(id, owner);
            for (var number : sequenceNumbers) {
                var message = contents.get(MessageState.DEFERRED, number);
                if (message == null || !message.isOf(id)) {
                    throw QueueContents.notFound(number);
                }
            }
            return sequenceNumbers.stream()
                    .distinct()
                    .map(number -> handOut(session, contents.remove(MessageState.DEFERRED, number), mode, now))
                    .toList();
        });
    }

    /**
     * The ids of sessions in their order.
     *
     * @param stateSetSince only those whose state was set at that time or later; null for those with messages or a state
     */
    public List<String> ids(Instant stateSetSince, int skip, int top) {
        return queue.locked(now -> table.all()
                .filter(session -> stateSetSince == null
                        ? session.state != null || !session.ready.isEmpty()
                        : session.state != null && !session.stateSetAt.isBefore(stateSetSince))
                .skip(skip)
                .limit(top)
                .map(session -> session.id)
                .toList());
    }

    List<Delivery> receive(SessionReceiver receiver, int max, ReceiveMode mode) {
        queue.requireHandsOut();
        return queue.handOut().whole(now -> {
            var session = receiver.session();
            var deliveries = new ArrayList<Delivery>();
            long bytes = 0;
            while (receiver.holds()
                    && deliveries.size() < max
                    && bytes < HandOut.MAX_BYTES
                    && !session.ready.isEmpty()) {
                var message = contents.remove(MessageState.ACTIVE, session.ready.first());
                bytes += message.size();
                deliveries.add(handOut(session, message, mode, now));
            }
            return deliveries;
        });
    }

    void await(SessionReceiver receiver, Consumer consumer) {
        queue.locked(now -> {
            if (receiver.holds()) {
                receiver.session().waiting = consumer;
                receiver.session().wakeHolder();
            }
            return null;
        });
    }

    void close(SessionReceiver receiver) {
        queue.locked(now -> {
            if (receiver.holds()) {
                free(receiver.session()).forEach(lifecycle::add);
            }
            return null;
        });
    }

    Instant lockedUntil(Session session) {
        return queue.locked(now -> session.lockedUntil);
    }

    /** Ends the locks that have run out. */
    void doWhatIsDue(Instant now) {
        for (var lost = table.nextExpired(now); lost != null; lost = table.nextExpired(now)) {
            var receiver = lost.holder;
            // Azure counts these deliveries, and not those of a session that is closed in good order.
            free(lost).forEach(lifecycle::failed);
            receiver.listener().lockLost();
        }
    }

    /** Before the queue's lock is given back: free sessions go to those who wait, and the alarm is set. */
    void finish(Instant now, Alarm alarm) {
        while (waiting.size() > 0 && table.nextAcceptable() != null) {
            var acceptor = waiting.poll();
            var receiver = lock(table.nextAcceptable(), acceptor.owner(), acceptor.listener(), now);
            acceptor.listener().accepted(receiver);
        }
        for (var late = waiting.pollExpired(now); late != null; late = waiting.pollExpired(now)) {
            late.listener().timedOut();
        }
        alarm.ringBy(table.nextExpiry());
        alarm.ringBy(waiting.nextDeadline());
    }

    private SessionReceiver lock(Session session, Object owner, SessionListener listener, Instant now) {
        var receiver = new SessionReceiver(this, session, owner, listener);
        table.lock(session, receiver, now);
        return receiver;
    }

    private List<QueuedMessage> free(Session session) {
        table.unlock(session);
        return locks.unlockSession(session.id).stream().map(Delivery::message).toList();
    }

    private Session held(String id, Object owner) {
        requireId(id);
        var session = table.find(id);
        if (session == null || session.holder == null || !session.holder.isOf(owner)) {
            throw LockTable.sessionLockLost();
        }
        return session;
    }

    /** Hands a message out under the lock of its session, whose end is the end of the message's lock. */
    private Delivery handOut(Session session, QueuedMessage message, ReceiveMode mode, Instant now) {
        var delivery = lifecycle.handOut(message, mode, now);
        return mode == ReceiveMode.PEEK_LOCK
                ? new Delivery(message, delivery.lockToken(), session.lockedUntil)
                : delivery;
    }

    private static void requireId(String id) {
        if (id == null || id.length() > MAX_ID_LENGTH) {
            throw new BrokerException(
                    BrokerException.Reason.INVALID_ARGUMENT,
                    "A session id is needed, of at most " + MAX_ID_LENGTH + " characters.");
        }
    }
}
