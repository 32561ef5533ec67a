package dev.sluice.consumer.processing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the sample handler. */
@ConfigMapping(prefix = "sluice.handler")
public interface HandlerConfig {
    /** How long the sample handler pretends to work on each order, for experiments; zero is not at all. */
    @WithDefault("0S")
    Duration simulatedTime();
}
