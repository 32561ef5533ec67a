package dev.sluice.emulator.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The stations of a message in one queue, from being accepted to being dropped or given up, and what happens to it when
 * its time comes. Guarded by the queue's lock.
 */
final class MessageLifecycle {

    private final QueueOptions options;
    private final MessageStore store;
    private final EntityStore kept;
    private final SizeQuota quota;
    private final DeadLetterTarget deadLetters;
    private final QueueContents contents;
    private final LockTable locks;
    private final WaitingConsumers waiting;
    private long lastSequenceNumber;
    private int arrived;

    /** Dead letters are handed to the target; without one, messages fail and wait for ever. */
    MessageLifecycle(
            QueueOptions options,
            MessageStore store,
            EntityStore kept,
            SizeQuota quota,
            DeadLetterTarget deadLetters,
            QueueContents contents,
            LockTable locks,
            WaitingConsumers waiting) {
        this.options = options;
        this.store = store;
        this.kept = kept;
        this.lastSequenceNumber = kept.lastSequenceNumber();
        this.quota = quota;
        this.deadLetters = deadLetters;
        this.contents = contents;
        this.locks = locks;
        this.waiting = waiting;
    }

    long nextSequenceNumber() {
        kept.numbered(++lastSequenceNumber);
        return lastSequenceNumber;
    }

    void accept(NewMessage message, long sequenceNumber, Instant now) {
        var later = message.scheduledEnqueueTime() != null
                && message.scheduledEnqueueTime().isAfter(now);
        quota.add(message.body().size());
        var content = message.withBody(store.keep(message.body()));
        add(QueuedMessage.accepted(content, sequenceNumber, now, timeToLive(message), later));
    }

    /** Takes in what the store has kept; whoever had it locked is gone. */
    void restore(QueuedMessage message) {
        quota.add(message.size());
        contents.add(message);
    }

    /** Takes in the dead letter of the queue that this is the subqueue of. */
    void acceptDeadLetter(QueuedMessage message) {
        quota.add(message.size());
        add(message.deadLettered());
    }

    /** Takes in what another queue forwards; the quota can't refuse it, or it would be lost. */
    void acceptForwarded(QueuedMessage message, String source, Instant now) {
        quota.add(message.size());
        add(message.forwarded(source, nextSequenceNumber(), now, timeToLive(message.content())));
    }

    Delivery handOut(QueuedMessage message, ReceiveMode mode, Instant now) {
        if (mode == ReceiveMode.PEEK_LOCK) {
            return locks.lock(message, now);
        }
        drop(message);
        return new Delivery(message, LockTable.newToken(), null);
    }

    /** Puts a message that was delivered in vain back, or gives it up when that has happened too often. */
    void failed(QueuedMessage message) {
        var counted = message.failedOnce();
        if (counted.deliveryCount() >= options.maxDeliveryCount() && deadLetters != null) {
            giveUp(counted.withProperties(DeadLetterReason.maxDeliveryCountExceeded(counted.deliveryCount())));
        } else {
            add(counted);
        }
    }

    /** Makes a message available in the state that it is in. */
    void add(QueuedMessage message) {
        kept.put(message);
        contents.add(message);
        if (message.state() == MessageState.ACTIVE) {
            arrived++;
        }
    }

    void giveUp(QueuedMessage message) {
        drop(message);
        deadLetters.accept(message);
    }

    void drop(QueuedMessage message) {
        kept.remove(message);
        quota.add(-message.size());
    }

    /** Unlocks, enqueues and expires what is due. */
    void doWhatIsDue(Instant now) {
        each(() -> locks.pollExpired(now), delivery -> failed(delivery.message()));
        each(() -> contents.pollDue(now), message -> {
            kept.remove(message);
            add(message.due(nextSequenceNumber(), now));
        });
        each(() -> contents.pollExpired(now), this::expired);
    }

    /** Before the lock is given back: wakes consumers for all that arrived, and sets the alarm for what is due next. */
    void finish(Alarm alarm) {
        waiting.wake(arrived);
        arrived = 0;
        alarm.ringBy(locks.nextExpiry());
        alarm.ringBy(contents.nextExpiry());
        alarm.ringBy(contents.nextDue());
    }

    private void expired(QueuedMessage message) {
        if (options.deadLetteringOnMessageExpiration() && deadLetters != null) {
            giveUp(message.withProperties(DeadLetterReason.expired()));
        } else {
            drop(message);
        }
    }

    private Duration timeToLive(NewMessage message) {
        var asked = message.timeToLive();
        var longest = options.defaultTimeToLive();
        var shortest = asked == null || asked.compareTo(longest) > 0 ? longest : asked;
        return shortest.compareTo(QueueOptions.UNLIMITED) >= 0 ? null : shortest;
    }

    private static <T> void each(Supplier<T> next, Consumer<T> action) {
        for (T item = next.get(); item != null; item = next.get()) {
            action.accept(item);
        }
    }
}
