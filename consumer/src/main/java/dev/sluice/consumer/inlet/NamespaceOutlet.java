package dev.sluice.consumer.inlet;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusMessageBatch;
import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import dev.sluice.telemetry.MessageSpans;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * An {@link Outlet} by the SDK: one connection, made when it is first used and closed with it. What is in flight is bounded
 * by the inlets, each of whose threads waits for its message.
 */
final class NamespaceOutlet implements Outlet, AutoCloseable {
    private final Supplier<ServiceBusClientBuilder> connections;
    private final String orders;
    private final String parked;
    private final Duration timeout;
    private final MessageSpans spans;
    private ServiceBusSenderAsyncClient toOrders;
    private ServiceBusSenderAsyncClient toParked;

    /**
     * @param orders the queue for copies
     * @param parked the queue for parked messages
     * @param timeout how long a send may take
     */
    NamespaceOutlet(
            Supplier<ServiceBusClientBuilder> connections,
            String orders,
            String parked,
            Duration timeout,
            MessageSpans spans) {
        this.connections = connections;
        this.orders = orders;
        this.parked = parked;
        this.timeout = timeout;
        this.spans = spans;
    }

    @Override
    public CompletableFuture<Void> copy(ServiceBusMessage message) {
        return send(orders, this::toOrders, message);
    }

    @Override
    public CompletableFuture<Void> park(ServiceBusMessage message) {
        return send(parked, this::toParked, message);
    }

    @Override
    public synchronized void close() {
        if (toOrders != null) {
            toOrders.close();
            toParked.close();
        }
    }

    private CompletableFuture<Void> send(
            String queue, Supplier<ServiceBusSenderAsyncClient> sender, ServiceBusMessage message) {
        // Deferred, so that what is thrown at once (no such namespace is configured) is a failed send as well.
        return spans.sendAgain(queue, message.getMessageId(), message.getApplicationProperties(), () -> Mono.defer(
                        () -> send(sender.get(), message))
                .timeout(timeout)
                .toFuture());
    }

    /** By a batch of one: sendMessage drops without a word what fits a message but, with its envelope, not a batch. */
    private static Mono<Void> send(ServiceBusSenderAsyncClient sender, ServiceBusMessage message) {
        return sender.createMessageBatch()
                .flatMap(batch -> fits(message, batch)
                        ? sender.sendMessages(batch)
                        : Mono.error(new IllegalArgumentException("the message is too large for its queue")));
    }

    /** The SDK says no to what is a little too large, and throws where it does not get that far. */
    private static boolean fits(ServiceBusMessage message, ServiceBusMessageBatch batch) {
        try {
            return batch.tryAddMessage(message);
        } catch (ServiceBusException tooLarge) {
            return false;
        }
    }

    private synchronized ServiceBusSenderAsyncClient toOrders() {
        connect();
        return toOrders;
    }

    private synchronized ServiceBusSenderAsyncClient toParked() {
        connect();
        return toParked;
    }

    private void connect() {
        if (toOrders == null) {
            ServiceBusClientBuilder connection = connections.get();
            toParked = connection.sender().queueName(parked).buildAsyncClient();
            toOrders = connection.sender().queueName(orders).buildAsyncClient();
        }
    }
}
