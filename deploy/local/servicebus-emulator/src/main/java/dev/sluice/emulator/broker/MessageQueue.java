package dev.sluice.emulator.broker;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * One queue or dead-letter subqueue: what is sent to it, who may have which message for how long, and what becomes of
 * it. Thread-safe under one lock of its own; while holding it, it may take the lock of the queue that its dead letters go
 * to, never the other way round ({@link Broker} refuses circles).
 */
public final class MessageQueue {

    // What one call hands out at most, beyond the first message: bytes that a store may have to bring into memory.
    private static final int MAX_BYTES = 1 << 20;

    private final QueueOptions options;
    private final MessageStore store;
    private final SizeQuota quota;
    private final boolean deadLetterSubqueue;
    private final Clock clock;
    private final ReentrantLock guard = new ReentrantLock();
    private final QueueContents contents = new QueueContents();
    private final LockTable locks;
    private final DuplicateWindow duplicates;
    private final WaitingConsumers waiting = new WaitingConsumers();
    private final Alarm alarm;
    private final MessageLifecycle lifecycle;

    /**
     * A queue with the messages that were kept of it; dead letters are handed to the target, or refused if that is null.
     * What is due of them is done when it is told to {@link #start}.
     */
    MessageQueue(
            QueueOptions options,
            SizeQuota quota,
            DeadLetterTarget deadLetters,
            Clock clock,
            Timer timer,
            MessageStore store,
            EntityStore kept) {
        this.options = options;
        this.store = store;
        this.quota = quota;
        this.deadLetterSubqueue = deadLetters == null;
        this.clock = clock;
        this.locks = new LockTable(options.lockDuration());
        this.duplicates = new DuplicateWindow(options.duplicateDetectionWindow(), kept);
        this.alarm = new Alarm(timer, this::onAlarm);
        this.lifecycle = new MessageLifecycle(options, store, kept, quota, deadLetters, contents, locks, waiting);
        kept.messages(lifecycle::restore);
    }

    /** Does what became due while nobody was there, and sets the alarm for what will be. */
    void start() {
        locked(now -> null);
    }

    /** The path that clients address it by. */
    public String path() {
        return options.name();
    }

    /** What it was created with. */
    public QueueOptions options() {
        return options;
    }

    /** Whether it is the dead-letter subqueue of another; nobody can send to one. */
    public boolean isDeadLetterSubqueue() {
        return deadLetterSubqueue;
    }

    /**
     * Takes messages, all or none; what duplicate detection knows already is dropped without a word.
     *
     * @return the sequence number of each, in order
     * @throws BrokerException QUOTA_EXCEEDED, or MESSAGE_TOO_LARGE
     */
    public List<Long> send(List<NewMessage> messages) {
        store.requireWritable();
        return locked(now -> {
            long bytes = 0;
            for (var message : messages) {
                requireSize(message);
                bytes += message.body().size();
            }
            quota.check(bytes);
            var numbers = new ArrayList<Long>(messages.size());
            for (var message : messages) {
                long number = lifecycle.nextSequenceNumber();
                numbers.add(number);
                if (duplicates.isNew(message.messageId(), number, now)) {
                    lifecycle.accept(message, number, now);
                }
            }
            return numbers;
        });
    }

    /** Takes scheduled messages back; all of them or, if one is not scheduled, MESSAGE_NOT_FOUND. */
    public void cancelScheduled(List<Long> sequenceNumbers) {
        locked(now -> {
            requireAll(MessageState.SCHEDULED, sequenceNumbers);
            sequenceNumbers.stream()
                    .distinct()
                    .forEach(number -> lifecycle.drop(contents.remove(MessageState.SCHEDULED, number)));
            return null;
        });
    }

    /** Hands out the oldest messages that are ready, at most so many; empty when none is. */
    public List<Delivery> receive(int max, ReceiveMode mode) {
        return handingOut(now -> {
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

    /** Hands out deferred messages; all of them or, if one is not deferred, MESSAGE_NOT_FOUND. */
    public List<Delivery> receiveDeferred(List<Long> sequenceNumbers, ReceiveMode mode) {
        return handingOut(now -> {
            requireAll(MessageState.DEFERRED, sequenceNumbers);
            return sequenceNumbers.stream()
                    .distinct()
                    .map(number -> lifecycle.handOut(contents.remove(MessageState.DEFERRED, number), mode, now))
                    .toList();
        });
    }

    /** Calls the consumer once, as soon as messages are ready; the demand says how many it would take. */
    public void await(Consumer consumer, int demand) {
        locked(now -> {
            waiting.add(consumer, demand);
            wakeForTheRest();
            return null;
        });
    }

    /** Calls that consumer no more, and passes on to others what it was called for. */
    public void forget(Consumer consumer) {
        locked(now -> {
            waiting.remove(consumer);
            wakeForTheRest();
            return null;
        });
    }

    /**
     * Shows messages in any state, in order from a sequence number on, without touching them; at most so many, and not
     * many more than a megabyte.
     */
    public List<QueuedMessage> peek(long fromSequenceNumber, int max) {
        store.enter();
        try {
            var shown = new ArrayList<QueuedMessage>();
            long bytes = 0;
            for (var message : inOrder(fromSequenceNumber, max)) {
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

    private List<QueuedMessage> inOrder(long fromSequenceNumber, int max) {
        return locked(now -> Stream.concat(
                        contents.from(fromSequenceNumber, max),
                        locks.all().stream()
                                .map(Delivery::message)
                                .filter(message -> message.sequenceNumber() >= fromSequenceNumber))
                .sorted(Comparator.comparingLong(QueuedMessage::sequenceNumber))
                .limit(max)
                .toList());
    }

    /** Done with: the message is deleted. This and each of the following throws LOCK_LOST if the lock is gone. */
    public void complete(UUID lockToken) {
        locked(now -> {
            lifecycle.drop(locks.unlock(lockToken).message());
            return null;
        });
    }

    /** Failed: the message is ready again, or dead-lettered when it has failed too often. */
    public void abandon(UUID lockToken, Map<String, ?> changedProperties) {
        locked(now -> {
            lifecycle.failed(locks.unlock(lockToken).message().withProperties(changedProperties));
            return null;
        });
    }

    /** Given back untried: the message is ready again and its delivery count stays. */
    public void release(UUID lockToken) {
        locked(now -> {
            lifecycle.add(locks.unlock(lockToken).message());
            return null;
        });
    }

    /** Set aside, to be received by its sequence number. */
    public void defer(UUID lockToken, Map<String, ?> changedProperties) {
        locked(now -> {
            var message = locks.unlock(lockToken).message();
            lifecycle.add(message.withProperties(changedProperties).in(MessageState.DEFERRED));
            return null;
        });
    }

    /**
     * Moved to where dead letters go.
     *
     * @param changedProperties to be set on it, the reason and the description among them
     * @throws BrokerException NOT_ALLOWED in a dead-letter subqueue
     */
    public void deadLetter(UUID lockToken, Map<String, ?> changedProperties) {
        locked(now -> {
            if (deadLetterSubqueue) {
                throw new BrokerException(
                        BrokerException.Reason.NOT_ALLOWED,
                        "'" + path() + "' is a dead-letter queue: its messages can't be dead-lettered again.");
            }
            lifecycle.giveUp(locks.unlock(lockToken).message().withProperties(changedProperties));
            return null;
        });
    }

    /** Extends a lock by the lock duration from now, and says until when. */
    public Instant renewLock(UUID lockToken) {
        return locked(now -> locks.renew(lockToken, now));
    }

    /** Takes the dead letter of the queue that this is the subqueue of. */
    void keepDeadLetter(QueuedMessage message) {
        locked(now -> {
            lifecycle.acceptDeadLetter(message);
            return null;
        });
    }

    /** Takes the dead letter that another queue forwards. */
    void forward(QueuedMessage message, String source) {
        locked(now -> {
            lifecycle.acceptForwarded(message, source, now);
            return null;
        });
    }

    EntityCounts counts(long deadLettered) {
        return locked(now -> new EntityCounts(
                contents.count(MessageState.ACTIVE),
                locks.size(),
                deadLettered,
                contents.count(MessageState.SCHEDULED),
                contents.count(MessageState.DEFERRED)));
    }

    private interface Work<T> {
        T at(Instant now);
    }

    /** Runs work under the lock, after everything that is due by then has been done. */
    private <T> T locked(Work<T> work) {
        store.enter();
        guard.lock();
        try {
            var now = clock.instant();
            lifecycle.doWhatIsDue(now);
            return work.at(now);
        } finally {
            // Also when the work was refused: what was due has been done, and others wait for it.
            lifecycle.finish(alarm);
            guard.unlock();
            store.leave();
        }
    }

    /** Hands messages out with their bytes, which the store does not let go of before this has left it. */
    private List<Delivery> handingOut(Work<List<Delivery>> work) {
        store.enter();
        try {
            var whole = new ArrayList<Delivery>();
            for (var delivery : locked(work)) {
                held(delivery::held).ifPresentOrElse(whole::add, () -> giveUpDamaged(delivery));
            }
            return whole;
        } finally {
            store.leave();
        }
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
            complete(delivery.lockToken());
        }
    }

    private void onAlarm() {
        store.enter();
        guard.lock();
        try {
            alarm.rung();
            locked(now -> null);
        } finally {
            guard.unlock();
            store.leave();
        }
    }

    private void wakeForTheRest() {
        waiting.wake(contents.count(MessageState.ACTIVE));
    }

    private void requireSize(NewMessage message) {
        if (message.body().size() > options.maxMessageSizeBytes()) {
            throw new BrokerException(
                    BrokerException.Reason.MESSAGE_TOO_LARGE,
                    "The received message (size:" + message.body().size() + " bytes) exceeds the limit ("
                            + options.maxMessageSizeBytes() + " bytes) currently allowed on the link.");
        }
    }

    private void requireAll(MessageState state, List<Long> sequenceNumbers) {
        for (var number : sequenceNumbers) {
            if (!contents.contains(state, number)) {
                throw new BrokerException(
                        BrokerException.Reason.MESSAGE_NOT_FOUND,
                        "Failed to lock one or more specified messages. The message does not exist: " + number + ".");
            }
        }
    }
}
