package dev.sluice.consumer.parking;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How parked messages reach the database. */
@ConfigMapping(prefix = "sluice.parking")
public interface ParkingConfig {
    /** The queue that the order queue's dead letters are forwarded to. */
    @WithDefault("orders-parked")
    String queue();

    /** How long a message that could not be stored is kept in hand before it is given back. */
    @WithDefault("5S")
    Duration retryDelay();
}
