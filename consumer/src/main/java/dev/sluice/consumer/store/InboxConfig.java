package dev.sluice.consumer.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long the inbox remembers, and what it has to outlast. */
@ConfigMapping(prefix = "sluice.inbox")
public interface InboxConfig {
    /** Off only in the test that proves that the verdict sees doubled effects. Never elsewhere. */
    @WithDefault("true")
    boolean enabled();

    /** How long a processed order is remembered; at least the sum of the three below, or start-up refuses. */
    @WithDefault("30D")
    Duration retention();

    /** How long a message may wait on the queue: the queue's default time to live. */
    @WithDefault("14D")
    Duration queueTimeToLive();

    /** How long an order may be retried. */
    @WithDefault("1D")
    Duration longestRetry();

    /** How long a namespace may be away and come back with messages that were processed by way of the other one. */
    @WithDefault("7D")
    Duration longestOutage();

    /** How often expired rows are purged. */
    @WithDefault("10M")
    String purgeInterval();
}
