package dev.sluice.servicebus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** When to send to the second namespace. Without {@code sluice.servicebus.secondary} nothing of this matters. */
@ConfigMapping(prefix = "sluice.failover")
public interface FailoverConfig {
    /**
     * How long the primary may take over a message before the secondary gets it; the rest of {@code sluice.send.timeout} is
     * the secondary's. Longer than it takes to connect anew, or a primary that is well is left for no reason.
     */
    @WithDefault("3S")
    Duration primaryTimeout();

    /** After how many failures in a row messages no longer try the primary first; a timeout does it at once. */
    @WithDefault("5")
    int failures();

    /** How often a primary that has failed is looked at, to find out that it is back. */
    @WithDefault("2S")
    Duration probeInterval();
}
