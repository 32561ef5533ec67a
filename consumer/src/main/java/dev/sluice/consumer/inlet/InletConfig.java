package dev.sluice.consumer.inlet;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How messages are received. */
@ConfigMapping(prefix = "sluice.inlet")
public interface InletConfig {
    /**
     * How orders come in: {@code processor} (received from Service Bus by this process), {@code functions} (posted by the
     * Functions host) or {@code java-worker} (set in the package for Azure Functions' Java worker). Where it is not set: functions if a Functions host started this process, processor otherwise.
     */
    Optional<InletKind> kind();

    /** How many messages are processed at once; the connection pool is this plus two. */
    @WithDefault("16")
    int concurrency();

    /** How many messages are fetched ahead. Their locks are not renewed while they wait: 0 unless handlers are fast. */
    @WithDefault("0")
    int prefetch();

    /** The lock duration that the queue is configured with; the bounds on transactions must stay below it. */
    @WithDefault("60S")
    Duration lockDuration();

    /** How long a message's lock is renewed while it is processed. */
    @WithDefault("5M")
    Duration maxLockRenewal();

    /** How long messages in hand wait for a database that went away before they are given back. */
    @WithDefault("20S")
    Duration outageHold();

    /** How long a stop waits for messages in hand. */
    @WithDefault("20S")
    Duration stopGrace();

    /** How long the receiver may stay silent while messages wait before it is rebuilt. */
    @WithDefault("60S")
    Duration stallAfter();

    /** How often an instance looks how long the oldest order has been waiting, for the metrics. */
    @WithDefault("15S")
    String lookInterval();

    /** Where it looks; the queue that orders are sent to if it is not set. Where orders come by a topic: {@code <topic>/Subscriptions/<subscription>}. */
    Optional<String> watchedEntity();
}
