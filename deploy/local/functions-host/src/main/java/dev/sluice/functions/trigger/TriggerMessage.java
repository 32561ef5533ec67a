package dev.sluice.functions.trigger;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import java.time.OffsetDateTime;
import java.util.Map;

/**
 * What the host tells a handler of a message. Every text may be null.
 *
 * @param body as it was sent
 * @param deliveryCount from 1 on
 * @param properties the application properties
 */
record TriggerMessage(
        byte[] body,
        long deliveryCount,
        String deadLetterSource,
        String lockToken,
        OffsetDateTime expiresAt,
        OffsetDateTime enqueuedTime,
        String messageId,
        String contentType,
        String replyTo,
        long sequenceNumber,
        String to,
        String subject,
        String correlationId,
        Map<String, Object> properties,
        String sessionId,
        String replyToSessionId,
        String partitionKey) {

    static TriggerMessage of(ServiceBusReceivedMessage message) {
        return new TriggerMessage(
                message.getBody().toBytes(),
                // The Java SDK gives AMQP's count of earlier deliveries, .NET's counts this one too.
                message.getDeliveryCount() + 1,
                message.getDeadLetterSource(),
                message.getLockToken(),
                message.getExpiresAt() == null ? DotNetTime.MAX : message.getExpiresAt(),
                message.getEnqueuedTime(),
                message.getMessageId(),
                message.getContentType(),
                message.getReplyTo(),
                message.getSequenceNumber(),
                message.getTo(),
                message.getSubject(),
                message.getCorrelationId(),
                message.getApplicationProperties(),
                message.getSessionId(),
                message.getReplyToSessionId(),
                message.getPartitionKey());
    }

    /** A message that nobody sent, as the host makes one for an invocation by hand. */
    static TriggerMessage ofInput(byte[] body) {
        return new TriggerMessage(
                body,
                0,
                null,
                "00000000-0000-0000-0000-000000000000",
                null,
                null,
                null,
                null,
                null,
                0,
                null,
                null,
                null,
                Map.of(),
                null,
                null,
                null);
    }
}
