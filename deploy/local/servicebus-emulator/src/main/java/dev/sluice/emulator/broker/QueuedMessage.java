package dev.sluice.emulator.broker;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A message as the broker holds it. Immutable: each change makes a new one, so what a consumer was given can be encoded
 * outside the queue's lock.
 *
 * @param content what the sender gave; the same object until a rule's action rewrites it
 * @param changedProperties application properties that were set since (by abandon, defer or dead-letter), by name
 * @param sequenceNumber the message's number in this queue
 * @param enqueuedSequenceNumber the number it got in the queue that it was first sent to
 * @param enqueuedTime when it became active, or was handed in if it is scheduled
 * @param timeToLive what applies to it here, or null for unlimited
 * @param expiresAt when its time to live ends, or null for never (scheduled, dead-lettered or unlimited)
 * @param deliveryCount deliveries that failed so far
 * @param state where it stands
 * @param deadLetterSource the queue that dead-lettered and forwarded it, or null
 */
public record QueuedMessage(
        NewMessage content,
        Map<String, Object> changedProperties,
        long sequenceNumber,
        long enqueuedSequenceNumber,
        Instant enqueuedTime,
        Duration timeToLive,
        Instant expiresAt,
        int deliveryCount,
        MessageState state,
        String deadLetterSource) {

    /** A message that is new in a queue: at once, or at its scheduled time. */
    static QueuedMessage accepted(NewMessage content, long number, Instant now, Duration timeToLive, boolean later) {
        return new QueuedMessage(
                content,
                Map.of(),
                number,
                number,
                now,
                timeToLive,
                later ? null : expiry(now, timeToLive),
                0,
                later ? MessageState.SCHEDULED : MessageState.ACTIVE,
                null);
    }

    /** Whether it belongs to that session; any message does to null. */
    boolean isOf(String sessionId) {
        return sessionId == null || sessionId.equals(content.sessionId());
    }

    /** Bytes that count against the queue's size. */
    public int size() {
        return content.body().size();
    }

    /** The same message with its bytes in memory; throws like {@link Body#encoded}. */
    QueuedMessage held() {
        return withBody(content.body().held());
    }

    /** The same message with its bytes somewhere else. */
    QueuedMessage withBody(Body body) {
        return with(content.withBody(body));
    }

    /** The same message with what its sender gave put differently. */
    QueuedMessage with(NewMessage other) {
        return other == content
                ? this
                : new QueuedMessage(
                        other,
                        changedProperties,
                        sequenceNumber,
                        enqueuedSequenceNumber,
                        enqueuedTime,
                        timeToLive,
                        expiresAt,
                        deliveryCount,
                        state,
                        deadLetterSource);
    }

    /** The same message after one more delivery that failed. */
    QueuedMessage failedOnce() {
        return with(changedProperties, expiresAt, deliveryCount + 1, state);
    }

    /** The same message in another state. */
    QueuedMessage in(MessageState newState) {
        return with(changedProperties, expiresAt, deliveryCount, newState);
    }

    /** The same message with application properties added or replaced. */
    QueuedMessage withProperties(Map<String, ?> changes) {
        if (changes.isEmpty()) {
            return this;
        }
        var merged = new HashMap<String, Object>(changedProperties);
        merged.putAll(changes);
        return with(merged, expiresAt, deliveryCount, state);
    }

    /** The same message dead-lettered: it keeps its number and its delivery count, but no longer expires. */
    QueuedMessage deadLettered() {
        return with(changedProperties, null, deliveryCount, MessageState.ACTIVE);
    }

    /** The same message now that it is due: appended under a new number, as Azure does. */
    QueuedMessage due(long number, Instant now) {
        return new QueuedMessage(
                content,
                changedProperties,
                number,
                number,
                now,
                timeToLive,
                expiry(now, timeToLive),
                0,
                MessageState.ACTIVE,
                null);
    }

    /** The same message forwarded to another queue, which counts its deliveries and its time afresh. */
    QueuedMessage forwarded(String source, long number, Instant now, Duration newTimeToLive) {
        return new QueuedMessage(
                content,
                changedProperties,
                number,
                enqueuedSequenceNumber,
                now,
                newTimeToLive,
                expiry(now, newTimeToLive),
                0,
                MessageState.ACTIVE,
                source);
    }

    /**
     * The same message as another entity gets it by auto-forwarding or from its topic: its time begins again, its
     * deliveries are counted afresh.
     */
    QueuedMessage passedOn(long number, Instant now, Duration newTimeToLive) {
        return new QueuedMessage(
                content,
                changedProperties,
                number,
                enqueuedSequenceNumber,
                now,
                newTimeToLive,
                expiry(now, newTimeToLive),
                0,
                MessageState.ACTIVE,
                deadLetterSource);
    }

    /** The same message with all its properties written into its content. */
    QueuedMessage rewritten(NewMessage newContent) {
        return new QueuedMessage(
                newContent,
                Map.of(),
                sequenceNumber,
                enqueuedSequenceNumber,
                enqueuedTime,
                timeToLive,
                expiresAt,
                deliveryCount,
                state,
                deadLetterSource);
    }

    private QueuedMessage with(Map<String, Object> properties, Instant expiry, int deliveries, MessageState newState) {
        return new QueuedMessage(
                content,
                properties,
                sequenceNumber,
                enqueuedSequenceNumber,
                enqueuedTime,
                timeToLive,
                expiry,
                deliveries,
                newState,
                deadLetterSource);
    }

    private static Instant expiry(Instant from, Duration timeToLive) {
        return timeToLive == null ? null : from.plus(timeToLive);
    }
}
