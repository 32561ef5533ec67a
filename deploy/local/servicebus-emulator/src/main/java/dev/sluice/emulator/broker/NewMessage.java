package dev.sluice.emulator.broker;

import java.time.Duration;
import java.time.Instant;

/**
 * A message as a sender hands it in.
 *
 * @param encoded the whole encoded message; the broker never looks inside and nobody may change it any more
 * @param messageId the sender's message id as text, or null
 * @param sessionId the session that it belongs to, or null
 * @param timeToLive how long the sender lets it wait, or null for the queue's default
 * @param scheduledEnqueueTime when it shall be enqueued, or null for now
 */
public record NewMessage(
        byte[] encoded, String messageId, String sessionId, Duration timeToLive, Instant scheduledEnqueueTime) {}
