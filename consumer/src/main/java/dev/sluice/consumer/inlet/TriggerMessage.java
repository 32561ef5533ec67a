package dev.sluice.consumer.inlet;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.consumer.processing.InboundMessage;
import java.time.Instant;
import java.util.function.Consumer;

/** A message that the Functions host received, out of its body and metadata. */
final class TriggerMessage {
    /** Service Bus takes no longer ids and keys; a longer one is none of its own. */
    private static final int MAX_ID_LENGTH = 128;

    private static final byte[] NO_BYTES = {};

    private TriggerMessage() {}

    /**
     * @param body null if the host passed none
     * @throws BadInvocationException if there are no application properties, and so no order id to find
     */
    static ReceivedMessage received(byte[] body, HostMetadata metadata, String source) throws BadInvocationException {
        InboundMessage message = new InboundMessage(
                source,
                HostJson.number(metadata.get("SequenceNumber"), 0),
                HostJson.text(metadata.get("MessageId")),
                subject(metadata),
                HostJson.text(metadata.get("ContentType")),
                metadata.applicationProperties(),
                body,
                Math.max(0, HostJson.number(metadata.get("DeliveryCount"), 1) - 1),
                enqueued(metadata));
        return new ReceivedMessage(message, () -> again(message, metadata));
    }

    private static ServiceBusMessage again(InboundMessage message, HostMetadata metadata) {
        byte[] body = message.body() == null ? NO_BYTES : message.body();
        ServiceBusMessage again = new ServiceBusMessage(BinaryData.fromBytes(body))
                .setSubject(message.subject())
                .setContentType(message.contentType())
                .setCorrelationId(HostJson.text(metadata.get("CorrelationId")))
                .setReplyTo(HostJson.text(metadata.get("ReplyTo")))
                .setTo(HostJson.text(metadata.get("To")));
        ifUsable(message.messageId(), again::setMessageId);
        ifUsable(HostJson.text(metadata.get("ReplyToSessionId")), again::setReplyToSessionId);
        String session = HostJson.text(metadata.get("SessionId"));
        ifUsable(session, again::setSessionId);
        // With a session it is the session's id, and the SDK refuses any other.
        ifUsable(session == null ? HostJson.text(metadata.get("PartitionKey")) : null, again::setPartitionKey);
        again.getApplicationProperties().putAll(message.properties());
        return again;
    }

    private static void ifUsable(String id, Consumer<String> setter) {
        if (id != null && id.length() <= MAX_ID_LENGTH) {
            setter.accept(id);
        }
    }

    private static String subject(HostMetadata metadata) {
        String subject = HostJson.text(metadata.get("Subject"));
        return subject == null ? HostJson.text(metadata.get("Label")) : subject;
    }

    /** By this machine's clock if nothing better is known; never later. */
    private static Instant enqueued(HostMetadata metadata) {
        Instant now = Instant.now();
        for (String name : new String[] {"EnqueuedTimeUtc", "EnqueuedTime"}) {
            JsonNode value = metadata.get(name);
            Instant enqueued = HostJson.time(value);
            if (enqueued != null && enqueued.isAfter(Instant.EPOCH) && enqueued.isBefore(now)) {
                return enqueued;
            }
        }
        return now;
    }
}
