package dev.sluice.consumer.inlet;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import com.azure.messaging.servicebus.models.ServiceBusMessageState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A queue seen from beside its receiver, by a connection of its own that is opened when it is first used: the SDK sends
 * what does not belong to a receiving link to the queue's management node.
 */
final class ManagementLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ManagementLink.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    /** Copies that are scheduled for later may lie before the oldest that is due. */
    private static final int LOOKED_AT = 32;

    private final Supplier<ServiceBusClientBuilder> connections;
    private final QueueListener.Settings settings;
    private final String queue;
    private ServiceBusReceiverAsyncClient client;

    /** @param queue what it is called in the log */
    ManagementLink(Supplier<ServiceBusClientBuilder> connections, QueueListener.Settings settings, String queue) {
        this.connections = connections;
        this.settings = settings;
        this.queue = queue;
    }

    /** When the oldest message on the queue came in; empty if there is none or it can't be said now. */
    Optional<Instant> oldest() {
        try {
            ServiceBusReceivedMessage message = client().peekMessage(0).block(LIMIT);
            return Optional.ofNullable(message)
                    .map(found -> found.getEnqueuedTime().toInstant());
        } catch (RuntimeException e) {
            LOG.warn("{}: can't look whether messages wait: {}", queue, e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * When the oldest message that is neither scheduled nor deferred came in; empty if there is none among the first, which
     * is where it would be.
     *
     * @throws RuntimeException if the queue can't be asked
     */
    Optional<Instant> oldestActive() {
        return client().peekMessages(LOOKED_AT, 0)
                .filter(message -> message.getState() == ServiceBusMessageState.ACTIVE)
                .map(message -> message.getEnqueuedTime().toInstant())
                .reduce((one, other) -> one.isBefore(other) ? one : other)
                .blockOptional(LIMIT);
    }

    /** Gives messages back that a closed link had received. What can't be given back comes back when its lock expires. */
    void abandon(List<ServiceBusReceivedMessage> messages) {
        if (messages.isEmpty()) {
            return;
        }
        try {
            Flux.fromIterable(messages)
                    .flatMap(message -> client().abandon(message).onErrorResume(e -> {
                        LOG.warn(
                                "{}: message {} comes back late: {}",
                                queue,
                                message.getSequenceNumber(),
                                e.getMessage());
                        return Mono.empty();
                    }))
                    .then()
                    .block(LIMIT);
        } catch (RuntimeException e) {
            LOG.warn("{}: messages in hand come back when their locks expire: {}", queue, e.getMessage());
        }
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }

    private synchronized ServiceBusReceiverAsyncClient client() {
        if (client == null) {
            client = connections
                    .get()
                    .receiver()
                    .queueName(settings.queue())
                    .subQueue(settings.subQueue())
                    .buildAsyncClient();
        }
        return client;
    }
}
