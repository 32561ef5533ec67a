package dev.sluice.producer.queue;

import com.azure.core.amqp.AmqpRetryMode;
import com.azure.core.amqp.AmqpRetryOptions;
import java.time.Duration;

/**
 * How often the SDK tries a send: as often as fits into the send timeout. A try that still goes on when the caller has
 * been told "unknown" would only keep its message in flight for longer.
 *
 * <p>The SDK (azure-core-amqp, RetryUtil) adds four seconds to every pause in which it opens a link, and fails with an
 * error of its own if that is more than the longest pause; so a short timeout leaves room for one try only.
 */
final class SendRetries {
    private static final Duration PAUSE = Duration.ofMillis(100);
    /** The pause, the SDK's four seconds and its jitter of 8 % of both. */
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private static final Duration TIME_PER_RETRY = Duration.ofSeconds(9);
    private static final int MAX_RETRIES = 3;
    /** The rest of the timeout is for what comes before the first try: waiting for a place on the wire. */
    private static final double SHARE_OF_TRIES = 0.95;

    private SendRetries() {}

    /** @param timeout the send timeout, more than zero */
    static AmqpRetryOptions within(Duration timeout) {
        int retries = (int) Math.min(MAX_RETRIES, timeout.dividedBy(TIME_PER_RETRY));
        long forTries = (long) (timeout.toNanos() * SHARE_OF_TRIES) - retries * LONGEST_PAUSE.toNanos();
        return new AmqpRetryOptions()
                .setMode(AmqpRetryMode.FIXED)
                .setMaxRetries(retries)
                .setTryTimeout(Duration.ofNanos(Math.max(1, forTries / (retries + 1))))
                .setDelay(PAUSE)
                .setMaxDelay(LONGEST_PAUSE);
    }
}
