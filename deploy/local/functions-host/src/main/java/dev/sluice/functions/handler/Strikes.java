package dev.sluice.functions.handler;

import java.time.Duration;
import java.time.Instant;

/**
 * Counts a handler's failures: the third stops the host, unless more than 30 minutes lie between one and the next.
 *
 * @see <a href="https://github.com/Azure/azure-functions-host">azure-functions-host</a>, {@code
 *     HttpFunctionInvocationDispatcher.AddOrUpdateErrorBucket}
 */
final class Strikes {

    static final int LIMIT = 3;
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(30);

    private Instant last = Instant.MIN;
    private int count;

    /** Counts one; true if the host stops now. */
    boolean add(Instant now) {
        if (count > 0 && Duration.between(last, now).compareTo(FORGOTTEN_AFTER) > 0) {
            count = 0;
        }
        last = now;
        count++;
        return count >= LIMIT;
    }

    int count() {
        return count;
    }
}
