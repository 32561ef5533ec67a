package dev.sluice.emulator.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    // Kept of the time before the queue required sessions.
    private final List<QueuedMessage> strays = new ArrayList<>();
    private Onward onward;
    private boolean started;
    private long lastSequenceNumber;
    private int arrived;
    private long accepted;
    private long handedOut;
    private long locksExpired;
    private long deadLettered;
    private long expired;

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

    /** From now on what becomes active goes on to there; what waits does so at once, or when this starts. */
    void passOnTo(Onward target) {
        onward = target;
        if (started) {
            passOnWhatWaits();
        }
    }

    /** Begins to do what is due; not before all entities are there, as messages may go on to them. */
    void start() {
        started = true;
        strays.forEach(this::add);
        strays.clear();
        if (onward != null) {
            passOnWhatWaits();
        }
    }

    private void passOnWhatWaits() {
        for (var message = contents.pollActive(); message != null; message = contents.pollActive()) {
            add(message);
        }
    }

    long nextSequenceNumber() {
        kept.numbered(++lastSequenceNumber);
        return lastSequenceNumber;
    }

    void accept(NewMessage message, long sequenceNumber, Instant now) {
        var later = message.scheduledEnqueueTime() != null
                && message.scheduledEnqueueTime().isAfter(now);
        quota.add(message.body().size());
        accepted++;
        var content = message.withBody(store.keep(message.body()));
        add(QueuedMessage.accepted(content, sequenceNumber, now, timeToLive(message), later));
    }

    /** Takes in what the store has kept; whoever had it locked is gone. */
    void restore(QueuedMessage message) {
        quota.add(message.size());
        if (lacksSession(message) && message.state() == MessageState.ACTIVE) {
            strays.add(message);
        } else {
            contents.add(message);
        }
    }

    private boolean lacksSession(QueuedMessage message) {
        return options.requiresSession() && message.content().sessionId() == null;
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

    /** Takes in what a topic or auto-forwarding passes on; the time to live that it had there still binds it. */
    void acceptPassedOn(QueuedMessage message, long number, int hops, Instant now) {
        quota.add(message.size());
        add(kept(message).passedOn(number, now, limited(message.timeToLive())), hops);
    }

    /** Gives up at once what a topic passes on. */
    void giveUpPassedOn(QueuedMessage message, Instant now) {
        deadLetters.accept(kept(message).passedOn(nextSequenceNumber(), now, null));
    }

    /** A rule's action may have made new bytes. */
    private QueuedMessage kept(QueuedMessage message) {
        return message.withBody(store.keep(message.content().body()));
    }

    Delivery handOut(QueuedMessage message, ReceiveMode mode, Instant now) {
        handedOut++;
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

    /** Makes a message available in the state that it is in; gives it up where it can't be: with sessions, outside of one. */
    void add(QueuedMessage message) {
        add(message, 0);
    }

    private void add(QueuedMessage message, int hops) {
        if (onward != null && message.state() == MessageState.ACTIVE) {
            drop(message);
            onward.accept(message, hops);
            return;
        }
        if (lacksSession(message)) {
            giveUp(message.withProperties(DeadLetterReason.sessionIdIsNull()));
            return;
        }
        kept.put(message);
        contents.add(message);
        if (message.state() == MessageState.ACTIVE) {
            arrived++;
        }
    }

    void giveUp(QueuedMessage message) {
        deadLettered++;
        drop(message);
        deadLetters.accept(message);
    }

    void drop(QueuedMessage message) {
        kept.remove(message);
        quota.add(-message.size());
    }

    /** Unlocks, enqueues and expires what is due. */
    void doWhatIsDue(Instant now) {
        if (!started) {
            return;
        }
        each(() -> locks.pollExpired(now), this::lockExpired);
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
        if (!started) {
            return;
        }
        alarm.ringBy(locks.nextExpiry());
        alarm.ringBy(contents.nextExpiry());
        alarm.ringBy(contents.nextDue());
    }

    EntityActivity activity() {
        return new EntityActivity(accepted, handedOut, locksExpired, deadLettered, expired);
    }

    private void lockExpired(Delivery delivery) {
        locksExpired++;
        failed(delivery.message());
    }

    private void expired(QueuedMessage message) {
        expired++;
        if (options.deadLetteringOnMessageExpiration() && deadLetters != null) {
            giveUp(message.withProperties(DeadLetterReason.expired()));
        } else {
            drop(message);
        }
    }

    private Duration timeToLive(NewMessage message) {
        return limited(message.timeToLive());
    }

    private Duration limited(Duration asked) {
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
