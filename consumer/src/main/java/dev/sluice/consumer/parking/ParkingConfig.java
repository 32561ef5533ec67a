package dev.sluice.consumer.parking;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How parked messages reach the database, and how they leave it. */
@ConfigMapping(prefix = "sluice.parking")
public interface ParkingConfig {
    /** The queue that the order queue's dead letters are forwarded to. */
    @WithDefault("orders-parked")
    String queue();

    /** How long a message that could not be stored is kept before it is given back, and one that could not be replayed waits. */
    @WithDefault("5S")
    Duration retryDelay();

    /** How often one order may be replayed, unless that is forced. */
    @WithDefault("5")
    int maxReplays();

    /** How many messages per second are replayed or discarded when the request does not say. */
    @WithDefault("50")
    int defaultRate();

    /** How often an instance looks for something to replay or discard. */
    @WithDefault("1S")
    Duration pollInterval();

    /** How often what is parked is counted, for the metrics. */
    @WithDefault("15S")
    String countInterval();
}
