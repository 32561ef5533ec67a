package dev.sluice.consumer.inlet;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import dev.sluice.servicebus.ServiceBusClients;
import dev.sluice.servicebus.ServiceBusConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;

/** New connections to the configured namespace; a wrong configuration is refused at start-up, before the first use. */
@ApplicationScoped
public class ServiceBusConnections implements Supplier<ServiceBusClientBuilder> {
    private final ServiceBusConfig config;
    private final Config settings;

    ServiceBusConnections(ServiceBusConfig config, Config settings) {
        this.config = config;
        this.settings = settings;
    }

    void check(@Observes StartupEvent event) {
        get();
    }

    @Override
    public ServiceBusClientBuilder get() {
        return ServiceBusClients.builder(config, settings, new AmqpRetryOptions());
    }

    /**
     * A new connection to the second namespace.
     *
     * @throws io.quarkus.runtime.configuration.ConfigurationException if none is configured
     */
    ServiceBusClientBuilder secondary() {
        return ServiceBusClients.secondary(config, settings, new AmqpRetryOptions());
    }
}
