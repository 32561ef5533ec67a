package dev.sluice.producer.queue;

import dev.sluice.servicebus.SendConfig;
import io.quarkus.runtime.configuration.ConfigurationException;

/** Refuses bounds on sending that the pipeline can't work with. */
final class SendBounds {
    private SendBounds() {}

    /**
     * Returns {@code config} if it can be used.
     *
     * @throws ConfigurationException naming the first key that can't
     */
    static SendConfig checked(SendConfig config) {
        if (config.timeout().isZero() || config.timeout().isNegative()) {
            throw new ConfigurationException("sluice.send.timeout must be more than zero, such as 10S");
        }
        atLeastOne("sluice.send.max-in-flight", config.maxInFlight());
        atLeastOne("sluice.send.max-batch-messages", config.maxBatchMessages());
        atLeastOne("sluice.send.batches-on-wire", config.batchesOnWire());
        return config;
    }

    private static void atLeastOne(String key, int value) {
        if (value < 1) {
            throw new ConfigurationException(key + " must be at least 1");
        }
    }
}
