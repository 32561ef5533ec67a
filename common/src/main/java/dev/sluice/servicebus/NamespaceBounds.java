package dev.sluice.servicebus;

import java.time.Duration;

/**
 * The bounds on sending to one of two namespaces: those for both together, with a share of their time.
 *
 * @param timeout this namespace's share
 */
public record NamespaceBounds(Duration timeout, int maxInFlight, int maxBatchMessages, int batchesOnWire)
        implements SendConfig {
    /** The primary's, which comes first: {@link FailoverConfig#primaryTimeout}. */
    public static NamespaceBounds ofPrimary(SendConfig together, FailoverConfig failover) {
        return of(together, failover.primaryTimeout());
    }

    /** The secondary's: what the primary leaves. */
    public static NamespaceBounds ofSecondary(SendConfig together, FailoverConfig failover) {
        return of(together, together.timeout().minus(failover.primaryTimeout()));
    }

    private static NamespaceBounds of(SendConfig together, Duration share) {
        return new NamespaceBounds(
                share, together.maxInFlight(), together.maxBatchMessages(), together.batchesOnWire());
    }
}
