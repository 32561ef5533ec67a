package dev.sluice.emulator.broker;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What goes out of a queue: messages for consumers, and views of them, with their bytes in memory. A message whose bytes the
 * store has lost is left out. Thread-safe under the queue's lock.
 */
final class HandOut {

    // What one call hands out at most, beyond the first message: bytes that a store may have to bring into memory.
    static final long MAX_BYTES = 1 << 20;

    private final MessageQueue queue;
    private final MessageStore store;
    private final QueueContents contents;
    private final LockTable locks;
    private final WaitingConsumers waiting;
    private final MessageLifecycle lifecycle;

    HandOut(
            MessageQueue queue,
            MessageStore store,
            QueueContents contents,
            LockTable locks,
            WaitingConsumers waiting,
            MessageLifecycle lifecycle) {
        this.queue = queue;
        this.store = store;
        this.contents = contents;
        this.locks = locks;
        this.waiting = waiting;
        this.lifecycle = lifecycle;
    }

    /** The oldest messages that are ready; consumers that wait are called for what is left. */
    List<Delivery> active(int max, ReceiveMode mode) {
        return whole(now -> {
            var deliveries = new ArrayList<Delivery>();
            long bytes = 0;
            while (deliveries.size() < max && bytes < MAX_BYTES) {
                var message = contents.pollActive();
                if (message == null) {
                    break;
                }
                bytes += message.size();
                deliveries.add(lifecycle.handOut(message, mode, now));
            }
            wakeForTheRest();
            return deliveries;
        });
    }

    /** Deferred messages by their numbers: all, or MESSAGE_NOT_FOUND. */
    List<Delivery> deferred(List<Long> sequenceNumbers, ReceiveMode mode) {
        return whole(now -> {
            contents.requireAll(MessageState.DEFERRED, sequenceNumbers);
            return sequenceNumbers.stream()
                    .distinct()
                    .map(number -> lifecycle.handOut(contents.remove(MessageState.DEFERRED, number), mode, now))
                    .toList();
        });
    }

    /** Messages in any state, left where they are; of one session, or of all if that is null. */
    List<QueuedMessage> peek(long fromSequenceNumber, int max, String sessionId) {
        store.enter();
        try {
            var shown = new ArrayList<QueuedMessage>();
            long bytes = 0;
            for (var message : inOrder(fromSequenceNumber, max, sessionId)) {
                bytes += message.size();
                if (bytes > MAX_BYTES && !shown.isEmpty()) {
                    break;
                }
                held(message::held).ifPresent(shown::add);
            }
            return shown;
        } finally {
            store.leave();
        }
    }

    /** Runs work under the lock, and brings into memory what it hands out; the store lets go of nothing in between. */
    List<Delivery> whole(QueueLock.Work<List<Delivery>> work) {
        store.enter();
        try {
            var whole = new ArrayList<Delivery>();
            for (var delivery : queue.locked(work)) {
                held(delivery::held).ifPresentOrElse(whole::add, () -> giveUpDamaged(delivery));
            }
            return whole;
        } finally {
            store.leave();
        }
    }

    /** Calls as many of those who wait as it takes to fetch what is ready; under the lock. */
    void wakeForTheRest() {
        waiting.wake(contents.count(MessageState.ACTIVE));
    }

    private List<QueuedMessage> inOrder(long fromSequenceNumber, int max, String sessionId) {
        return queue.locked(now -> Stream.concat(
                        contents.from(fromSequenceNumber, max, sessionId),
                        locks.all()
                                .filter(message ->
                                        message.sequenceNumber() >= fromSequenceNumber && message.isOf(sessionId)))
                .sorted(Comparator.comparingLong(QueuedMessage::sequenceNumber))
                .limit(max)
                .toList());
    }

    private static <T> Optional<T> held(Supplier<T> message) {
        try {
            return Optional.of(message.get());
        } catch (BrokerException damaged) {
            if (damaged.reason() != BrokerException.Reason.MESSAGE_DAMAGED) {
                throw damaged;
            }
            return Optional.empty();
        }
    }

    /** Drops a message that nobody can be given any more; the store has told what was lost. */
    private void giveUpDamaged(Delivery delivery) {
        if (delivery.lockedUntil() != null) {
            queue.complete(delivery.lockToken());
        }
    }
}
