package dev.sluice.consumer.inlet;

import com.azure.messaging.servicebus.ServiceBusMessage;
import java.util.concurrent.CompletableFuture;

/**
 * The way back to the namespace that a message came from. Each future completes when the broker has the message, and fails
 * within the send timeout otherwise: then the original must not be let go.
 */
public interface Outlet {
    /** Sends a copy to the queue that orders travel through. */
    CompletableFuture<Void> copy(ServiceBusMessage message);

    /** Sends to the queue for parked messages. */
    CompletableFuture<Void> park(ServiceBusMessage message);
}
