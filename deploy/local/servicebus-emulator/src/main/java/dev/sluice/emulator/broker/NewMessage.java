package dev.sluice.emulator.broker;

import java.time.Duration;
import java.time.Instant;

/**
 * A message as a sender hands it in.
 *
 * @param body the whole encoded message; the broker never looks inside
 * @param messageId the sender's message id as text; null without one, and for a message that was restored
 * @param sessionId the session that it belongs to, or null
 * @param timeToLive how long the sender lets it wait, or null for the queue's default
 * @param scheduledEnqueueTime when it shall be enqueued, or null for now
 */
public record NewMessage(
        Body body, String messageId, String sessionId, Duration timeToLive, Instant scheduledEnqueueTime) {

    /** A message whose encoded bytes are in memory; nobody may change them any more. */
    public NewMessage(
            byte[] encoded, String messageId, String sessionId, Duration timeToLive, Instant scheduledEnqueueTime) {
        this(Body.of(encoded), messageId, sessionId, timeToLive, scheduledEnqueueTime);
    }

    /** The whole encoded message; throws like {@link Body#encoded}. */
    public byte[] encoded() {
        return body.encoded();
    }

    /** The same message under a message id that was read anew: a store does not keep it beside the bytes. */
    NewMessage withMessageId(String id) {
        return new NewMessage(body, id, sessionId, timeToLive, scheduledEnqueueTime);
    }

    /** The same message with its bytes somewhere else. */
    public NewMessage withBody(Body other) {
        return other == body ? this : new NewMessage(other, messageId, sessionId, timeToLive, scheduledEnqueueTime);
    }
}
