package dev.sluice.producer.queue;

import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.OrderMessage;
import dev.sluice.servicebus.FailoverConfig;
import dev.sluice.servicebus.MessageSender;
import dev.sluice.servicebus.SendConfig;
import dev.sluice.servicebus.ServiceBusConfig;
import dev.sluice.telemetry.MessageSpans;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.microprofile.config.Config;

/**
 * The queue that orders are sent to, in one namespace or two. Made at start-up, so that a wrong setting shows then and not at the first request;
 * nothing connects before the first send, so that an unreachable Service Bus doesn't stop the start-up.
 */
@Startup
@ApplicationScoped
public class OrderQueue {
    private final String queue;
    private final MessageSpans spans;
    private final MessageSender sender;

    OrderQueue(
            ServiceBusConfig address,
            SendConfig bounds,
            FailoverConfig failover,
            Config settings,
            MessageSpans spans,
            MeterRegistry metrics) {
        this.queue = address.queue();
        this.spans = spans;
        this.sender = new Namespaces(address, bounds, failover, settings).sender(metrics);
    }

    /**
     * Sends one order; never blocks.
     *
     * @return completes when a broker has acknowledged the order; otherwise fails, within {@code sluice.send.timeout},
     *     with what {@link dev.sluice.servicebus.SendException#of} explains
     */
    public CompletableFuture<Void> send(OrderMessage order) {
        ServiceBusMessage message = OrderCodec.encode(order);
        return spans.send(
                queue, message.getMessageId(), message.getApplicationProperties(), () -> sender.send(message));
    }

    /**
     * Which namespaces answer, with the queue's link open.
     *
     * @return completes within about {@code limit}, never with a failure; by role, the primary first
     */
    CompletableFuture<Map<String, Boolean>> answering(Duration limit) {
        return sender.answering(limit);
    }

    /** Sends what was accepted, then refuses. The framework calls it after the last request has been answered. */
    @PreDestroy
    void close() {
        sender.close();
    }
}
