package dev.sluice.producer.queue;

import dev.sluice.servicebus.FailoverConfig;
import dev.sluice.servicebus.SendConfig;
import dev.sluice.servicebus.ServiceBusConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Optional;

/** Refuses a second namespace, and bounds on the failover to it, that can't work. */
final class FailoverBounds {
    private FailoverBounds() {}

    /** @throws ConfigurationException naming the first key that can't be used */
    static void check(ServiceBusConfig address, SendConfig bounds, FailoverConfig failover) {
        if (isSame(address.connectionString(), address.secondary().connectionString())
                || isSame(address.fullyQualifiedNamespace(), address.secondary().fullyQualifiedNamespace())) {
            throw new ConfigurationException("sluice.servicebus.secondary is the same namespace as sluice.servicebus");
        }
        if (failover.primaryTimeout().isZero()
                || failover.primaryTimeout().isNegative()
                || failover.primaryTimeout().compareTo(bounds.timeout()) >= 0) {
            throw new ConfigurationException(
                    "sluice.failover.primary-timeout must be more than zero and less than sluice.send.timeout (%s)"
                            .formatted(bounds.timeout()));
        }
        if (failover.failures() < 1) {
            throw new ConfigurationException("sluice.failover.failures must be at least 1");
        }
        if (failover.probeInterval().isZero() || failover.probeInterval().isNegative()) {
            throw new ConfigurationException("sluice.failover.probe-interval must be more than zero, such as 2S");
        }
    }

    private static boolean isSame(Optional<String> first, Optional<String> second) {
        return first.isPresent() && first.equals(second);
    }
}
