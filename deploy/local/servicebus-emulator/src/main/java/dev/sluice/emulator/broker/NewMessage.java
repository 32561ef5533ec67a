package dev.sluice.emulator.broker;

import java.time.Duration;
import java.time.Instant;

/**
 * A message as a sender hands it in.
 *
 * @param body the whole encoded message; the broker never looks inside
 * @param messageId the sender's message id as text, or null
 * @param timeToLive how long the sender lets it wait, or null for the queue's default
 * @param scheduledEnqueueTime when it shall be enqueued, or null for now
 */
public record NewMessage(Body body, String messageId, Duration timeToLive, Instant scheduledEnqueueTime) {

    /** A message whose encoded bytes are in memory; nobody may change them any more. */
    public NewMessage(byte[] encoded, String messageId, Duration timeToLive, Instant scheduledEnqueueTime) {
        this(Body.of(encoded), messageId, timeToLive, scheduledEnqueueTime);
    }

    /** The whole encoded message; throws like {@link Body#encoded}. */
    public byte[] encoded() {
        return body.encoded();
    }

    /** The same message with its bytes somewhere else. */
    public NewMessage withBody(Body other) {
        return other == body ? this : new NewMessage(other, messageId, timeToLive, scheduledEnqueueTime);
    }
}
