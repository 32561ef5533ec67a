package dev.sluice.emulator.broker;

import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What transactions do to a queue, in two steps: an operation is checked when it is asked for, and what it needs is set
 * aside, so that nothing can refuse it when it is committed. Thread-safe under the queue's lock.
 */
final class TransactedQueue {

    /** One operation that waits for its transaction to end. Either method is called, once. */
    interface Operation {
        /** Takes effect; can't fail. */
        void commit();

        /** Leaves no trace. */
        void rollback();
    }

    private final MessageQueue queue;
    private final LockTable locks;
    private final SessionTable sessions;
    private final MessageLifecycle lifecycle;
    private final SizeQuota quota;

    TransactedQueue(
            MessageQueue queue, LockTable locks, SessionTable sessions, MessageLifecycle lifecycle, SizeQuota quota) {
        this.queue = queue;
        this.locks = locks;
        this.sessions = sessions;
        this.lifecycle = lifecycle;
        this.quota = quota;
    }

    /**
     * Sets room aside for messages.
     *
     * @param numbers gets the sequence number for each that is scheduled, which others have only when they are committed
     */
    Operation send(List<NewMessage> messages, List<Long> numbers) {
        long bytes = queue.locked(now -> {
            long size = queue.intake().requireAcceptable(messages);
            quota.check(size);
            quota.add(size);
            messages.forEach(message -> numbers.add(lifecycle.nextSequenceNumber()));
            return size;
        });
        return new Operation() {
            @Override
            public void commit() {
                queue.locked(now -> {
                    quota.add(-bytes);
                    for (int i = 0; i < messages.size(); i++) {
                        var message = messages.get(i);
                        // What others sent meanwhile comes first: a consumer may have it already.
                        boolean scheduled = message.scheduledEnqueueTime() != null;
                        queue.intake().take(message, scheduled ? numbers.get(i) : lifecycle.nextSequenceNumber(), now);
                    }
                    return null;
                });
            }

            @Override
            public void rollback() {
                queue.locked(now -> {
                    quota.add(-bytes);
                    return null;
                });
            }
        };
    }

    /** Takes a message's lock into the transaction, where it can't run out. */
    Operation settle(UUID lockToken, Outcome outcome, boolean forgotten) {
        queue.locked(now -> {
            queue.requirePossible(outcome);
            var session = sessionOf(locks.reserve(lockToken));
            if (session != null) {
                session.reserved++;
            }
            return null;
        });
        return new Operation() {
            @Override
            public void commit() {
                end(lockToken, message -> outcome.apply(lifecycle, message));
            }

            @Override
            public void rollback() {
                end(lockToken, forgotten ? lifecycle::failed : null);
            }
        };
    }

    /** Does with a message what shall become of it, or gives it back to its holder if that is null. */
    private void end(UUID lockToken, Consumer<QueuedMessage> fate) {
        queue.locked(now -> {
            var message = locks.spend(lockToken);
            var session = sessionOf(message);
            if (session != null) {
                session.reserved--;
            }
            if (fate != null) {
                fate.accept(message);
            } else if (session == null || session.holder != null) {
                locks.restore(message, lockToken, now);
            } else {
                // The lock of its session ended meanwhile, and with it would have the lock of the message.
                lifecycle.add(message);
            }
            if (session != null) {
                sessions.update(session);
            }
            return null;
        });
    }

    private Session sessionOf(QueuedMessage message) {
        return sessions == null ? null : sessions.get(message.content().sessionId());
    }
}
