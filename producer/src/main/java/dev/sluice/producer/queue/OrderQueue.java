package dev.sluice.producer.queue;

import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.OrderMessage;
import dev.sluice.servicebus.SendConfig;
import dev.sluice.servicebus.SendPipeline;
import dev.sluice.servicebus.ServiceBusClients;
import dev.sluice.servicebus.ServiceBusConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.Config;

/**
 * The queue that orders are sent to. Made at start-up, so that a wrong setting shows then and not at the first request;
 * nothing connects before the first send, so that an unreachable Service Bus doesn't stop the start-up.
 */
@Startup
@ApplicationScoped
public class OrderQueue {
    private final SendPipeline pipeline;

    OrderQueue(ServiceBusConfig address, SendConfig bounds, Config settings, MeterRegistry metrics) {
        this.pipeline = new SendPipeline(sender(address, SendBounds.checked(bounds), settings), bounds, metrics);
    }

    /**
     * Sends one order; never blocks.
     *
     * @return completes when the broker has acknowledged the order; otherwise fails, within {@code sluice.send.timeout},
     *     with what {@link dev.sluice.servicebus.SendException#of} explains
     */
    public CompletableFuture<Void> send(OrderMessage order) {
        return pipeline.send(OrderCodec.encode(order));
    }

    /** Whether the broker answers: completes with the queue's link open, or fails within {@code limit}. */
    public CompletableFuture<Void> probe(Duration limit) {
        return pipeline.probe(limit);
    }

    /** Sends what was accepted, then refuses. The framework calls it after the last request has been answered. */
    @PreDestroy
    void close() {
        pipeline.close();
    }

    private static ServiceBusSenderAsyncClient sender(ServiceBusConfig address, SendConfig bounds, Config settings) {
        return ServiceBusClients.builder(address, settings, SendRetries.within(bounds.timeout()))
                .sender()
                .queueName(address.queue())
                .buildAsyncClient();
    }
}
