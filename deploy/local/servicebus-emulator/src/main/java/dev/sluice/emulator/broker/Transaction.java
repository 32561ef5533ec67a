package dev.sluice.emulator.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sends and settlements, on any entities, that take effect together or not at all. Each is checked when it is asked for and
 * set aside; a message that is settled here stays locked under its token until then. Made by {@link Broker#begin}, ended
 * by {@link Broker#commit}, {@link Broker#rollback} or its timeout. After one refused operation it can only be rolled back,
 * for a client may not look at the answer. Thread-safe under one lock of its own; while holding it, it takes those of queues,
 * never the other way round.
 */
public final class Transaction {

    /** How long a transaction may take; Azure's limit. */
    public static final Duration TIMEOUT = Duration.ofMinutes(2);

    // Azure's limit on messages sent; the same for settlements bounds what one client can set aside.
    static final int MAX_OPERATIONS = 100;

    private enum State {
        OPEN,
        REFUSED,
        COMMITTED,
        ROLLED_BACK,
        TIMED_OUT
    }

    private final MessageStore store;
    private final ReentrantLock guard = new ReentrantLock();
    private final List<TransactedQueue.Operation> operations = new ArrayList<>();
    private Timer.Task timeout = () -> {};
    private int sent;
    private int settled;
    private State state = State.OPEN;

    Transaction(MessageStore store) {
        this.store = store;
    }

    /**
     * Sends messages to a queue when this is committed.
     *
     * @return the sequence numbers that scheduled messages will have; those of others are not yet known
     * @throws BrokerException what {@link MessageQueue#send} throws, NOT_ALLOWED if these are too many messages, TRANSACTION_ENDED or
     *     TRANSACTION_TIMED_OUT
     */
    public List<Long> send(MessageQueue queue, List<NewMessage> messages) {
        return operation(() -> {
            sent += messages.size();
            requireFew(sent, "send");
            store.requireWritable();
            var numbers = new ArrayList<Long>();
            operations.add(queue.transacted().send(messages, numbers));
            return List.copyOf(numbers);
        });
    }

    /**
     * Settles a message when this is committed. Until then nothing but this transaction can settle it.
     *
     * @throws BrokerException what {@link MessageQueue#settle} throws, NOT_ALLOWED if these are too many messages, TRANSACTION_ENDED or
     *     TRANSACTION_TIMED_OUT
     */
    public void settle(MessageQueue queue, UUID lockToken, Outcome outcome) {
        settle(queue, lockToken, outcome, false);
    }

    /**
     * The same.
     *
     * @param forgotten whether its receiver has no more to do with the message whatever happens: a rollback then counts as a
     *     delivery that failed, and does not leave it locked
     */
    public void settle(MessageQueue queue, UUID lockToken, Outcome outcome, boolean forgotten) {
        operation(() -> {
            requireFew(++settled, "settle");
            operations.add(queue.transacted().settle(lockToken, outcome, forgotten));
            return null;
        });
    }

    /** Makes sure that this is never committed: something that was meant to be part of it could not be. */
    public void refuse() {
        locked(() -> {
            state = state == State.OPEN ? State.REFUSED : state;
            return null;
        });
    }

    /** Whether it was committed, rolled back, or has timed out. */
    public boolean isEnded() {
        return locked(() -> state != State.OPEN && state != State.REFUSED);
    }

    void endAt(Timer.Task task) {
        locked(() -> timeout = task);
    }

    void commit() {
        locked(() -> {
            if (state == State.REFUSED) {
                undo(State.ROLLED_BACK);
            }
            requireOpen();
            end(State.COMMITTED, TransactedQueue.Operation::commit);
            return null;
        });
    }

    void rollback() {
        undo(State.ROLLED_BACK);
    }

    void timeOut() {
        undo(State.TIMED_OUT);
    }

    private void undo(State how) {
        locked(() -> {
            if (!isEnded()) {
                end(how, TransactedQueue.Operation::rollback);
            }
            return null;
        });
    }

    private void end(State how, Consumer<TransactedQueue.Operation> each) {
        state = how;
        timeout.cancel();
        operations.forEach(each);
        operations.clear();
    }

    private <T> T operation(Supplier<T> work) {
        return locked(() -> {
            requireOpen();
            try {
                return work.get();
            } catch (BrokerException refusal) {
                refuse();
                throw refusal;
            }
        });
    }

    /** Everything that is done to a transaction, its end by timeout included, passes here. */
    private <T> T locked(Supplier<T> work) {
        // Around all queues that it touches: what a commit changes is kept as a whole or not at all.
        store.enter();
        guard.lock();
        try {
            return work.get();
        } finally {
            guard.unlock();
            store.leave();
        }
    }

    private void requireOpen() {
        switch (state) {
            case OPEN -> {}
            case TIMED_OUT ->
                throw new BrokerException(
                        BrokerException.Reason.TRANSACTION_TIMED_OUT,
                        "The transaction took longer than " + TIMEOUT.toSeconds() + " seconds and was rolled back.");
            case COMMITTED -> throw ended("The transaction was committed already.");
            default -> throw ended("The transaction was rolled back, or can only be: an operation of it was refused.");
        }
    }

    private static void requireFew(int count, String what) {
        if (count > MAX_OPERATIONS) {
            throw new BrokerException(
                    BrokerException.Reason.NOT_ALLOWED,
                    "Cannot " + what + " more than " + MAX_OPERATIONS + " messages in a single transaction.");
        }
    }

    private static BrokerException ended(String text) {
        return new BrokerException(BrokerException.Reason.TRANSACTION_ENDED, text);
    }
}
