package dev.sluice.servicebus;

import com.azure.messaging.servicebus.ServiceBusMessage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Sends messages to a queue, in one namespace ({@link SendPipeline}) or in one of two ({@link FailoverSender}). */
public sealed interface MessageSender extends AutoCloseable permits SendPipeline, FailoverSender {
    /**
     * Sends one message; never blocks.
     *
     * @return completes when a broker has acknowledged the message; otherwise fails, within the sender's timeout, with what
     *     {@link SendException#of} explains
     */
    CompletableFuture<Void> send(ServiceBusMessage message);

    /**
     * Asks every namespace whether it answers.
     *
     * @return completes within about {@code limit}, never with a failure; by role, {@link SendPipeline#PRIMARY} first
     */
    CompletableFuture<Map<String, Boolean>> answering(Duration limit);

    /** Refuses new messages, waits for those in flight (at most the sender's timeout) and disconnects. */
    @Override
    void close();
}
