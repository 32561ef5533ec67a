package dev.sluice.consumer.processing;

import dev.sluice.messaging.OrderCodec;
import java.time.Instant;
import java.util.Map;

/**
 * A message as an inlet hands it over, the same for every inlet.
 *
 * @param namespace the Service Bus namespace that it came from
 * @param sequenceNumber its number in the queue it was received from
 * @param messageId its id; null if the sender set none. For records only: see {@code OrderCodec}
 * @param subject its subject; null if there is none
 * @param contentType its content type; null if there is none
 * @param properties its application properties
 * @param body its bytes; null if the body is no plain data (an AMQP value or sequence)
 * @param deliveryCount how often it was delivered before
 * @param enqueuedAt when the broker took it
 */
public record InboundMessage(
        String namespace,
        long sequenceNumber,
        String messageId,
        String subject,
        String contentType,
        Map<String, Object> properties,
        byte[] body,
        long deliveryCount,
        Instant enqueuedAt) {
    /** When the broker first took the order: before {@code enqueuedAt} if this is a copy. */
    public Instant firstEnqueuedAt() {
        return OrderCodec.firstEnqueued(properties, enqueuedAt);
    }
}
