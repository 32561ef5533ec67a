package dev.sluice.consumer.inlet;

import java.time.Duration;
import java.time.Instant;

/**
 * Notices a receiver that has gone silent although messages wait, as the SDK's processor has been seen to do after network
 * failures. Another consumer may hold the message that it sees: then a rebuild is in vain, and harmless.
 */
final class StallDetector {
    private final ManagementLink queue;
    private final Duration stallAfter;
    private volatile Instant lastSign = Instant.now();

    StallDetector(ManagementLink queue, Duration stallAfter) {
        this.queue = queue;
        this.stallAfter = stallAfter;
    }

    /** The receiver has shown that it lives. */
    void received(Instant now) {
        lastSign = now;
    }

    /** Whether the receiver is silent although a message has been waiting for all that time. Looks once per silence. */
    boolean isStalled(Instant now, int inHand) {
        if (inHand > 0 || now.isBefore(lastSign.plus(stallAfter))) {
            return false;
        }
        lastSign = now;
        return queue.oldest()
                .filter(oldest -> oldest.isBefore(now.minus(stallAfter)))
                .isPresent();
    }
}
