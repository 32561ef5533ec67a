package dev.sluice.consumer.processing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The bound on every handler, and settings of the sample handler. */
@ConfigMapping(prefix = "sluice.handler")
public interface HandlerConfig {
    /** How long a handler may work on one order before it is interrupted and rolled back; below the lock duration. */
    @WithDefault("25S")
    Duration timeout();

    /** How long the sample handler pretends to work on each order, for experiments; zero is not at all. */
    @WithDefault("0S")
    Duration simulatedTime();
}
