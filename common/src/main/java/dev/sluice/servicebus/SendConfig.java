package dev.sluice.servicebus;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The bounds on sending. */
@ConfigMapping(prefix = "sluice.send")
public interface SendConfig {
    /** How long a caller waits for the fate of its message at the most. */
    @WithDefault("10S")
    Duration timeout();

    /** How many messages may be waiting or on the wire; one more is refused at once. */
    @WithDefault("2048")
    int maxInFlight();

    /** How many messages share an AMQP batch at the most; the link's size limit may make it fewer. */
    @WithDefault("500")
    int maxBatchMessages();

    /** How many batches may be on the wire at once; while they are, the next one fills. */
    @WithDefault("2")
    int batchesOnWire();
}
