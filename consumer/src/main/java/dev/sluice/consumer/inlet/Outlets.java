package dev.sluice.consumer.inlet;

import dev.sluice.servicebus.SendConfig;
import dev.sluice.servicebus.ServiceBusConfig;
import dev.sluice.telemetry.MessageSpans;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The outlets to the two namespaces: a copy goes back to where its original came from. */
@Singleton
public class Outlets {
    private final ServiceBusConnections connections;
    private final NamespaceOutlet primary;
    private final NamespaceOutlet secondary;

    Outlets(
            ServiceBusConnections connections,
            ServiceBusConfig serviceBus,
            SendConfig send,
            MessageSpans spans,
            @ConfigProperty(name = "sluice.parking.queue") String parked) {
        this.connections = connections;
        this.primary = new NamespaceOutlet(
                connections.primary().connections(), serviceBus.queue(), parked, send.timeout(), spans);
        this.secondary = new NamespaceOutlet(
                connections.secondary().connections(), serviceBus.queue(), parked, send.timeout(), spans);
    }

    /** The way to the namespace that is configured as {@code sluice.servicebus}. */
    Outlet primary() {
        return primary;
    }

    /** The way to {@code sluice.servicebus.secondary}; every send fails where there is none. */
    Outlet secondary() {
        return secondary;
    }

    /** The way to the namespace of that {@link ServiceBusNamespace#name() name}; empty if none of the configured has it. */
    public Optional<Outlet> to(String namespace) {
        if (namespace.equals(connections.primary().name())) {
            return Optional.of(primary());
        }
        boolean isSecondary = connections.hasSecondary()
                && namespace.equals(connections.secondary().name());
        return isSecondary ? Optional.of(secondary()) : Optional.empty();
    }

    /** By the container, when the inlets have stopped. */
    @PreDestroy
    void close() {
        primary.close();
        secondary.close();
    }
}
