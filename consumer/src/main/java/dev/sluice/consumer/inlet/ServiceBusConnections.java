package dev.sluice.consumer.inlet;

import com.azure.core.amqp.AmqpRetryOptions;
import dev.sluice.servicebus.ServiceBusClients;
import dev.sluice.servicebus.ServiceBusConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * New connections to the configured namespaces, one or two; a wrong configuration is refused at start-up, before the first
 * use.
 */
@ApplicationScoped
public class ServiceBusConnections {
    private static final String FUNCTIONS_PRIMARY = "ServiceBusConnection__fullyQualifiedNamespace";
    private static final String FUNCTIONS_SECONDARY = "ServiceBusSecondary__fullyQualifiedNamespace";

    private final ServiceBusConfig config;
    private final Config settings;

    ServiceBusConnections(ServiceBusConfig config, Config settings) {
        this.config = config;
        this.settings = settings;
    }

    void check(@Observes StartupEvent event) {
        List<ServiceBusNamespace> namespaces = namespaces();
        namespaces.forEach(namespace -> namespace.connections().get());
        if (namespaces.stream().map(ServiceBusNamespace::name).distinct().count() < namespaces.size()) {
            throw new ConfigurationException("sluice.servicebus.secondary is the same namespace as sluice.servicebus: "
                    + primary().name());
        }
    }

    /** The namespaces whose queues are to be emptied: the primary, then the secondary if one is configured. */
    public List<ServiceBusNamespace> namespaces() {
        List<ServiceBusNamespace> namespaces = new ArrayList<>(List.of(primary()));
        if (hasSecondary()) {
            namespaces.add(secondary());
        }
        return List.copyOf(namespaces);
    }

    /** {@code sluice.servicebus}. */
    ServiceBusNamespace primary() {
        return new ServiceBusNamespace(
                ServiceBusNamespace.nameOf(
                        ServiceBusNamespace.PRIMARY,
                        config.connectionString(),
                        config.fullyQualifiedNamespace().or(() -> setting(FUNCTIONS_PRIMARY))),
                () -> ServiceBusClients.builder(config, settings, new AmqpRetryOptions()));
    }

    /** {@code sluice.servicebus.secondary}; its connections fail with ConfigurationException where none is configured. */
    ServiceBusNamespace secondary() {
        ServiceBusConfig.Secondary second = config.secondary();
        return new ServiceBusNamespace(
                ServiceBusNamespace.nameOf(
                        ServiceBusNamespace.SECONDARY,
                        second.connectionString(),
                        second.fullyQualifiedNamespace().or(() -> setting(FUNCTIONS_SECONDARY))),
                () -> ServiceBusClients.secondary(config, settings, new AmqpRetryOptions()));
    }

    boolean hasSecondary() {
        return ServiceBusClients.hasSecondary(config, settings);
    }

    private Optional<String> setting(String name) {
        return settings.getOptionalValue(name, String.class);
    }
}
