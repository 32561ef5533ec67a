package dev.sluice.emulator.broker;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * One queue or dead-letter subqueue: what is sent to it, who may have which message for how long, and what becomes of
 * it; a topic and a subscription are queues too. Thread-safe under one lock of its own; while holding it, it may take the
 * locks of the queues that its messages and its dead letters go on to, never the other way round ({@link Broker} refuses
 * circles).
 */
public final class MessageQueue implements MessageSource {

    private final QueueOptions options;
    private final MessageStore store;
    private final boolean deadLetterSubqueue;
    private final Clock clock;
    private final Admission admission;
    private final QueueLock lock;
    private final QueueContents contents;
    private final LockTable locks;
    private final DuplicateWindow duplicates;
    private final WaitingConsumers waiting = new WaitingConsumers();
    private final MessageLifecycle lifecycle;
    private final Intake intake;
    private final HandOut handOut;
    private final QueueSessions sessions;
    private final TransactedQueue transacted;

    /**
     * A queue with the messages that were kept of it; dead letters are handed to the target, or refused if that is null.
     * What is due of them is done when it is told to {@link #start}.
     */
    MessageQueue(
            EntityType type,
            QueueOptions options,
            SizeQuota quota,
            DeadLetterTarget deadLetters,
            Clock clock,
            Timer timer,
            MessageStore store,
            EntityStore kept) {
        this.options = options;
        this.store = store;
        this.deadLetterSubqueue = deadLetters == null;
        this.clock = clock;
        this.admission = new Admission(options, type, deadLetterSubqueue, kept);
        this.lock = new QueueLock(store, clock, timer, new Upkeep());
        var sessionTable = options.requiresSession() ? new SessionTable(options.lockDuration()) : null;
        this.contents = new QueueContents(sessionTable);
        this.locks = new LockTable(options.requiresSession() ? null : options.lockDuration());
        this.duplicates = new DuplicateWindow(options.duplicateDetectionWindow(), kept);
        this.lifecycle = new MessageLifecycle(options, store, kept, quota, deadLetters, contents, locks, waiting);
        this.intake = new Intake(this, admission, quota, duplicates, lifecycle);
        this.handOut = new HandOut(this, store, contents, locks, waiting, lifecycle);
        this.sessions = sessionTable == null
                ? null
                : new QueueSessions(this, sessionTable, contents, locks, lifecycle, quota, kept);
        this.transacted = new TransactedQueue(this, locks, sessionTable, lifecycle, quota);
        kept.messages(lifecycle::restore);
    }

    /** Does what became due while nobody was there, and sets the alarm for what will be. Does nothing the second time. */
    void start() {
        locked(now -> {
            lifecycle.start();
            return null;
        });
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

    /** What kind of entity it is. */
    public EntityType type() {
        return admission.type();
    }

    /** Whether clients may send to it. */
    public boolean takesMessages() {
        return admission.takesMessages();
    }

    /** Whether it is the dead-letter subqueue of another; nobody can send to one. */
    public boolean isDeadLetterSubqueue() {
        return deadLetterSubqueue;
    }

    /**
     * The sessions of this queue.
     *
     * @throws BrokerException NOT_ALLOWED if it does not require them
     */
    public QueueSessions sessions() {
        admission.requireSessions();
        return sessions;
    }

    /** The messages of this queue without regard to sessions; NOT_ALLOWED if it requires them. */
    public MessageSource withoutSessions() {
        admission.requireNoSessions();
        return this;
    }

    /**
     * Takes messages, all or none; what duplicate detection knows already is dropped without a word.
     *
     * @return the sequence number of each, in order
     * @throws BrokerException QUOTA_EXCEEDED, MESSAGE_TOO_LARGE, ENTITY_DISABLED, or NOT_ALLOWED where nobody can send and
     *     for a message without the session that it needs here
     */
    public List<Long> send(List<NewMessage> messages) {
        return intake.send(messages);
    }

    /** Takes scheduled messages back; all of them or, if one is not scheduled, MESSAGE_NOT_FOUND. */
    public void cancelScheduled(List<Long> sequenceNumbers) {
        locked(now -> {
            contents.requireAll(MessageState.SCHEDULED, sequenceNumbers);
            sequenceNumbers.stream()
                    .distinct()
                    .forEach(number -> lifecycle.drop(contents.remove(MessageState.SCHEDULED, number)));
            return null;
        });
    }

    @Override
    public List<Delivery> receive(int max, ReceiveMode mode) {
        withoutSessions();
        requireHandsOut();
        return handOut.active(max, mode);
    }

    /** Hands out deferred messages; all of them or, if one is not deferred, MESSAGE_NOT_FOUND. Not from sessions. */
    public List<Delivery> receiveDeferred(List<Long> sequenceNumbers, ReceiveMode mode) {
        withoutSessions();
        requireHandsOut();
        return handOut.deferred(sequenceNumbers, mode);
    }

    @Override
    public void await(Consumer consumer, int demand) {
        locked(now -> {
            waiting.add(consumer, demand);
            handOut.wakeForTheRest();
            return null;
        });
    }

    @Override
    public void forget(Consumer consumer) {
        locked(now -> {
            waiting.remove(consumer);
            handOut.wakeForTheRest();
            return null;
        });
    }

    /**
     * Shows messages in any state, in order from a sequence number on, without touching them; at most so many, and not
     * many more than a megabyte.
     */
    public List<QueuedMessage> peek(long fromSequenceNumber, int max) {
        return peek(fromSequenceNumber, max, null);
    }

    /** Shows messages of one session; of all if that is null. */
    public List<QueuedMessage> peek(long fromSequenceNumber, int max, String sessionId) {
        return handOut.peek(fromSequenceNumber, max, sessionId);
    }

    /**
     * Does with a locked message what shall become of it.
     *
     * @throws BrokerException LOCK_LOST or SESSION_LOCK_LOST if the lock is gone; NOT_ALLOWED for dead-lettering in a
     *     dead-letter subqueue
     */
    public void settle(UUID lockToken, Outcome outcome) {
        locked(now -> {
            requirePossible(outcome);
            outcome.apply(lifecycle, locks.unlock(lockToken).message());
            return null;
        });
    }

    /** {@link #settle Settles} as {@link Outcome#COMPLETED}. */
    public void complete(UUID lockToken) {
        settle(lockToken, Outcome.COMPLETED);
    }

    /** {@link #settle Settles} as {@link Outcome#abandoned}. */
    public void abandon(UUID lockToken, Map<String, ?> changedProperties) {
        settle(lockToken, Outcome.abandoned(changedProperties));
    }

    /** {@link #settle Settles} as {@link Outcome#RELEASED}. */
    public void release(UUID lockToken) {
        settle(lockToken, Outcome.RELEASED);
    }

    /** {@link #settle Settles} as {@link Outcome#deferred}. */
    public void defer(UUID lockToken, Map<String, ?> changedProperties) {
        settle(lockToken, Outcome.deferred(changedProperties));
    }

    /** {@link #settle Settles} as {@link Outcome#deadLettered}. */
    public void deadLetter(UUID lockToken, Map<String, ?> changedProperties) {
        settle(lockToken, Outcome.deadLettered(changedProperties));
    }

    /** Extends a lock by the lock duration from now, and says until when. */
    public Instant renewLock(UUID lockToken) {
        return locked(now -> locks.renew(lockToken, now));
    }

    /** Where messages come in. */
    Intake intake() {
        return intake;
    }

    /** Where messages go out. */
    HandOut handOut() {
        return handOut;
    }

    /** Whether it takes messages and hands them out. */
    public EntityStatus status() {
        return admission.status();
    }

    /** Switches it on or off; consumers that wait are called, so that they learn of it. */
    void status(EntityStatus value) {
        locked(now -> {
            admission.status(value);
            waiting.wake(Integer.MAX_VALUE);
            return null;
        });
    }

    EntityActivity activity() {
        return locked(now -> lifecycle.activity());
    }

    /** From now on its messages go on to there as they become active; what waits does so at once. */
    void passOnTo(EntityType newType, Onward onward) {
        locked(now -> {
            admission.type(newType);
            lifecycle.passOnTo(onward);
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

    /** Drops all messages but those in transactions, and forgets duplicates and states of sessions; locks are lost. */
    void clear() {
        locked(now -> {
            locks.unlockAll().forEach(delivery -> lifecycle.drop(delivery.message()));
            contents.from(0, Integer.MAX_VALUE, null)
                    .toList()
                    .forEach(message -> lifecycle.drop(contents.remove(message.state(), message.sequenceNumber())));
            duplicates.clear();
            if (sessions != null) {
                sessions.clear();
            }
            return null;
        });
    }

    /** Refuses with STORE_FAILED if nothing can be kept any more. */
    void requireWritable() {
        store.requireWritable();
    }

    /** Runs work under the lock, after everything that is due by then has been done. */
    <T> T locked(QueueLock.Work<T> work) {
        return lock.hold(work);
    }

    private final class Upkeep implements QueueLock.Upkeep {
        @Override
        public void begin(Instant now) {
            lifecycle.doWhatIsDue(now);
            if (sessions != null) {
                sessions.doWhatIsDue(now);
            }
        }

        @Override
        public void end(Alarm alarm) {
            lifecycle.finish(alarm);
            if (sessions != null) {
                sessions.finish(clock.instant(), alarm);
            }
        }
    }

    void requireHandsOut() {
        admission.requireHandsOut();
    }

    /** What transactions do to this queue. */
    TransactedQueue transacted() {
        return transacted;
    }

    void requirePossible(Outcome outcome) {
        admission.requirePossible(outcome);
    }
}
