package dev.sluice.consumer.inlet;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices a receiver that has gone silent although messages wait, as the SDK's processor has been seen to do after network
 * failures. It looks at the queue by a connection of its own, and only after a silence. Another consumer may hold the
 * message that it sees: then a rebuild is in vain, and harmless.
 */
final class StallDetector implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StallDetector.class);
    private static final Duration PEEK_LIMIT = Duration.ofSeconds(10);

    private final Supplier<ServiceBusClientBuilder> connections;
    private final String queue;
    private final Duration stallAfter;
    private volatile Instant lastSign = Instant.now();
    private ServiceBusReceiverAsyncClient peeker;

    StallDetector(Supplier<ServiceBusClientBuilder> connections, String queue, Duration stallAfter) {
        this.connections = connections;
        this.queue = queue;
        this.stallAfter = stallAfter;
    }

    /** The receiver has shown that it lives. */
    void received(Instant now) {
        lastSign = now;
    }

    /** Whether the receiver is silent although a message has been waiting for all that time. Asks at most once per silence. */
    boolean isStalled(Instant now, int inHand) {
        if (inHand > 0 || now.isBefore(lastSign.plus(stallAfter))) {
            return false;
        }
        lastSign = now;
        try {
            ServiceBusReceivedMessage oldest = peeker().peekMessage(0).block(PEEK_LIMIT);
            return oldest != null && oldest.getEnqueuedTime().toInstant().isBefore(now.minus(stallAfter));
        } catch (RuntimeException e) {
            // Then a new receiver would not get through either.
            LOG.warn("{}: can't look whether messages wait: {}", queue, e.getMessage());
            return false;
        }
    }

    @Override
    public synchronized void close() {
        if (peeker != null) {
            peeker.close();
        }
    }

    private synchronized ServiceBusReceiverAsyncClient peeker() {
        if (peeker == null) {
            peeker = connections.get().receiver().queueName(queue).buildAsyncClient();
        }
        return peeker;
    }
}
