package dev.sluice.emulator.broker;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What comes into a queue: from senders, and from the other entities that hand their messages on to it. Thread-safe under the
 * queue's lock.
 */
final class Intake {

    private final MessageQueue queue;
    private final Admission admission;
    private final SizeQuota quota;
    private final DuplicateWindow duplicates;
    private final MessageLifecycle lifecycle;

    Intake(
            MessageQueue queue,
            Admission admission,
            SizeQuota quota,
            DuplicateWindow duplicates,
            MessageLifecycle lifecycle) {
        this.queue = queue;
        this.admission = admission;
        this.quota = quota;
        this.duplicates = duplicates;
        this.lifecycle = lifecycle;
    }

    /** Takes what a sender sends: all or none of it. */
    List<Long> send(List<NewMessage> messages) {
        queue.requireWritable();
        return queue.locked(now -> {
            quota.check(requireAcceptable(messages));
            var numbers = new ArrayList<Long>(messages.size());
            for (var message : messages) {
                long number = lifecycle.nextSequenceNumber();
                numbers.add(number);
                take(message, number, now);
            }
            return numbers;
        });
    }

    /** Refuses messages that this queue does not take, and gives the bytes of those that it does; under the lock. */
    long requireAcceptable(List<NewMessage> messages) {
        return admission.require(messages);
    }

    /** Takes in a message that is acceptable, unless it is a duplicate; under the lock. */
    void take(NewMessage message, long sequenceNumber, Instant now) {
        if (duplicates.isNew(message.messageId(), sequenceNumber, now)) {
            lifecycle.accept(message, sequenceNumber, now);
        }
    }

    /** Takes the dead letter of the queue that this is the subqueue of. */
    void deadLetter(QueuedMessage message) {
        queue.locked(now -> {
            lifecycle.acceptDeadLetter(message);
            return null;
        });
    }

    /** Takes the dead letter that another queue forwards. */
    void forwardedDeadLetter(QueuedMessage message, String source) {
        queue.locked(now -> {
            lifecycle.acceptForwarded(message, source, now);
            return null;
        });
    }

    /** Takes what another entity auto-forwards; refuses it like what is sent, and knows duplicates. */
    void forwarded(QueuedMessage message, int hops) {
        queue.locked(now -> {
            admission.requireSize(message.content());
            quota.check(message.size());
            long number = lifecycle.nextSequenceNumber();
            if (duplicates.isNew(message.content().messageId(), number, now)) {
                lifecycle.acceptPassedOn(message, number, hops, now);
            }
            return null;
        });
    }

    /** Takes the copy that its topic makes for it; the sizes are the topic's business. */
    void copy(QueuedMessage message, int hops) {
        queue.locked(now -> {
            lifecycle.acceptPassedOn(message, lifecycle.nextSequenceNumber(), hops, now);
            return null;
        });
    }

    /** Takes the copy that its rules could not be applied to, as a dead letter. */
    void failedCopy(QueuedMessage message) {
        queue.locked(now -> {
            lifecycle.giveUpPassedOn(message, now);
            return null;
        });
    }
}
