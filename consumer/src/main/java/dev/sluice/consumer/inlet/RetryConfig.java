package dev.sluice.consumer.inlet;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When an order is tried again. Attempt n is followed by a delay of initial-delay × multiplier^(n-1), at most max-delay. */
@ConfigMapping(prefix = "sluice.retry")
public interface RetryConfig {
    /** How often an order is tried; when the last attempt fails it is parked. 1 is no retry. */
    @WithDefault("10")
    int maxAttempts();

    /** The delay after the first failed attempt. */
    @WithDefault("1S")
    Duration initialDelay();

    /** By what the delay grows from attempt to attempt; at least 1. */
    @WithDefault("3")
    double multiplier();

    /** The longest delay. */
    @WithDefault("10M")
    Duration maxDelay();

    /** Each delay is varied at random by up to this share of it, so that what failed together does not come back together. */
    @WithDefault("0.2")
    double jitter();

    /** The delay of an order that met another transaction with the same order; no attempt is used up. */
    @WithDefault("2S")
    Duration contentionDelay();

    /** The delay of an order that met a database outage under the Functions host; no attempt is used up. */
    @WithDefault("30S")
    Duration outageDelay();
}
