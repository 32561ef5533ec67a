package dev.sluice.emulator.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Sends and settlements, on any entities, that take effect together or not at all. Each is checked when it is asked for and
 * set aside; a message that is settled here stays locked under its token until then. Made by {@link Broker#begin}, ended
 * by {@link Broker#commit}, {@link Broker#rollback} or its timeout. After one refused operation it can only be rolled back,
 * for a client may not look at the answer. Thread-safe; holds its own monitor while it takes the locks of queues, which
 * never call it.
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

    private final List<TransactedQueue.Operation> operations = new ArrayList<>();
    private Timer.Task timeout = () -> {};
    private int sent;
    private int settled;
    private State state = State.OPEN;

    Transaction() {}

    /**
     * Sends messages to a queue when this is committed.
     *
     * @return the sequence numbers that scheduled messages will have; those of others are not yet known
     * @throws BrokerException what {@link MessageQueue#send} throws, NOT_ALLOWED if these are too many messages, or
     *     TRANSACTION_ENDED
     */
    public synchronized List<Long> send(MessageQueue queue, List<NewMessage> messages) {
        requireOpen();
        return guarded(() -> {
            sent += messages.size();
            requireFew(sent, "send");
            var numbers = new ArrayList<Long>();
            operations.add(queue.transacted().send(messages, numbers));
            return List.copyOf(numbers);
        });
    }

    /**
     * Settles a message when this is committed. Until then nothing but this transaction can settle it.
     *
     * @throws BrokerException what {@link MessageQueue#settle} throws, NOT_ALLOWED if these are too many messages, or
     *     TRANSACTION_ENDED
     */
    public synchronized void settle(MessageQueue queue, UUID lockToken, Outcome outcome) {
        requireOpen();
        guarded(() -> {
            requireFew(++settled, "settle");
            operations.add(queue.transacted().settle(lockToken, outcome));
            return null;
        });
    }

    /** Makes sure that this is never committed: something that was meant to be part of it could not be. */
    public synchronized void refuse() {
        if (state == State.OPEN) {
            state = State.REFUSED;
        }
    }

    /** Whether it was committed, rolled back, or has timed out. */
    public synchronized boolean isEnded() {
        return state != State.OPEN && state != State.REFUSED;
    }

    synchronized void endAt(Timer.Task task) {
        timeout = task;
    }

    synchronized void commit() {
        if (state == State.REFUSED) {
            undo(State.ROLLED_BACK);
        }
        requireOpen();
        state = State.COMMITTED;
        timeout.cancel();
        operations.forEach(TransactedQueue.Operation::commit);
        operations.clear();
    }

    synchronized void rollback() {
        if (!isEnded()) {
            undo(State.ROLLED_BACK);
        }
    }

    synchronized void timeOut() {
        if (!isEnded()) {
            undo(State.TIMED_OUT);
        }
    }

    private void undo(State end) {
        state = end;
        timeout.cancel();
        operations.forEach(TransactedQueue.Operation::rollback);
        operations.clear();
    }

    private interface Work<T> {
        T run();
    }

    private <T> T guarded(Work<T> work) {
        try {
            return work.run();
        } catch (BrokerException refusal) {
            refuse();
            throw refusal;
        }
    }

    private void requireOpen() {
        switch (state) {
            case OPEN -> {}
            case TIMED_OUT ->
                throw ended(
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
