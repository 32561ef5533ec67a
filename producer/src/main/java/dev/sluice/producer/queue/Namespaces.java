package dev.sluice.producer.queue;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import dev.sluice.servicebus.FailoverConfig;
import dev.sluice.servicebus.FailoverSender;
import dev.sluice.servicebus.MessageSender;
import dev.sluice.servicebus.NamespaceBounds;
import dev.sluice.servicebus.SendConfig;
import dev.sluice.servicebus.SendPipeline;
import dev.sluice.servicebus.ServiceBusClients;
import dev.sluice.servicebus.ServiceBusConfig;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/** The configured namespaces, one or two, and what sends to them. */
final class Namespaces {
    private final ServiceBusConfig address;
    private final SendConfig bounds;
    private final FailoverConfig failover;
    private final Config settings;

    Namespaces(ServiceBusConfig address, SendConfig bounds, FailoverConfig failover, Config settings) {
        this.address = address;
        this.bounds = SendBounds.checked(bounds);
        this.failover = failover;
        this.settings = settings;
    }

    /**
     * Connects nothing yet.
     *
     * @throws io.quarkus.runtime.configuration.ConfigurationException if an address or a bound can't be used
     */
    MessageSender sender(MeterRegistry metrics) {
        if (!ServiceBusClients.hasSecondary(address, settings)) {
            return new SendPipeline(client(this::primary, bounds), bounds, metrics);
        }
        FailoverBounds.check(address, bounds, failover);
        SendConfig first = NamespaceBounds.ofPrimary(bounds, failover);
        SendConfig second = NamespaceBounds.ofSecondary(bounds, failover);
        return new FailoverSender(
                new SendPipeline(SendPipeline.PRIMARY, client(this::primary, first), first, metrics),
                new SendPipeline(SendPipeline.SECONDARY, client(this::secondary, second), second, metrics),
                bounds,
                failover,
                metrics);
    }

    private ServiceBusSenderAsyncClient client(
            Function<AmqpRetryOptions, ServiceBusClientBuilder> namespace, SendConfig bounds) {
        return namespace
                .apply(SendRetries.within(bounds.timeout()))
                .sender()
                .queueName(address.queue())
                .buildAsyncClient();
    }

    private ServiceBusClientBuilder primary(AmqpRetryOptions retries) {
        return ServiceBusClients.builder(address, settings, retries);
    }

    private ServiceBusClientBuilder secondary(AmqpRetryOptions retries) {
        return ServiceBusClients.secondary(address, settings, retries);
    }
}
