package dev.sluice.messaging;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.telemetry.TraceContext;
import java.nio.charset.CharacterCodingException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

/**
 * Orders to Service Bus messages and back. Nothing else reads or writes MessageId: it is
 * {@code <order id>.<first 16 hex digits of the body's SHA-256>}, so that the broker's duplicate detection drops a true
 * repeat and never another order under the same key. The attributes of CloudEvents 1.0 travel in the binary mode of its
 * AMQP binding (section 3.1), the trace context as W3C's fields. A copy (retry, replay) has the same id with its {@link
 * MessageCounters} behind it.
 */
public final class OrderCodec {
    /** The application property that holds the order's id. */
    public static final String ORDER_ID = "sluice-order-id";

    /** The application property of a copy that says when its original was first enqueued (ISO 8601, UTC). */
    static final String FIRST_ENQUEUED = "sluice-first-enqueued";

    /** The subject of an order's message. */
    public static final String SUBJECT = "order.created";

    static final String CONTENT_TYPE = "application/json";

    private static final String CLOUD_EVENTS = "cloudEvents_";
    private static final String CLOUD_EVENTS_TYPE = "dev.sluice.order.created";
    private static final String CLOUD_EVENTS_SOURCE = "/sluice/producer";
    private static final int HASH_DIGITS_IN_MESSAGE_ID = 16;

    private OrderCodec() {}

    /** The message for an order: the same order always gives the same MessageId and body. */
    public static ServiceBusMessage encode(OrderMessage order) {
        byte[] body = OrderJson.bytes(order.order());
        String id = order.orderId().toString();
        String messageId = messageId(id, body);

        ServiceBusMessage message = new ServiceBusMessage(BinaryData.fromBytes(body))
                .setMessageId(messageId)
                .setSubject(SUBJECT)
                .setContentType(CONTENT_TYPE);
        Map<String, Object> properties = message.getApplicationProperties();
        properties.put(ORDER_ID, id);
        properties.put(CLOUD_EVENTS + "specversion", "1.0");
        properties.put(CLOUD_EVENTS + "type", CLOUD_EVENTS_TYPE);
        properties.put(CLOUD_EVENTS + "source", CLOUD_EVENTS_SOURCE);
        properties.put(CLOUD_EVENTS + "id", messageId);
        order.trace().writeTo(properties);
        return message;
    }

    /**
     * The order in a received message.
     *
     * @param body the message's bytes
     * @param contentType the message's content type; may be null
     * @param properties the message's application properties
     * @throws UndecodableMessageException if it is no order: no or a wrong order id, another content type, not strict
     *     JSON, unknown fields or wrong types
     */
    public static ReceivedOrder decode(byte[] body, String contentType, Map<String, Object> properties)
            throws UndecodableMessageException {
        UUID orderId = orderId(properties);
        if (contentType == null || !contentType.split(";", 2)[0].trim().equalsIgnoreCase(CONTENT_TYPE)) {
            throw new UndecodableMessageException("content type must be " + CONTENT_TYPE);
        }
        return new ReceivedOrder(orderId, order(body), sha256(body), TraceContext.readFrom(properties));
    }

    /**
     * Makes {@code message}, which holds what an order's message held, the copy that {@code counters} stand for. The id
     * comes from order id and body, never from the MessageId that the original happened to have.
     *
     * @param message body and application properties of the original; changed
     * @param firstEnqueued when the broker first took the order
     * @throws IllegalArgumentException if there is no order id: what can't be told apart must not be copied
     */
    public static void stamp(ServiceBusMessage message, MessageCounters counters, Instant firstEnqueued) {
        Map<String, Object> properties = message.getApplicationProperties();
        try {
            String id = orderId(properties).toString();
            message.setMessageId(messageId(id, message.getBody().toBytes()) + counters.suffix());
        } catch (UndecodableMessageException e) {
            throw new IllegalArgumentException("only orders are copied: " + e.getMessage(), e);
        }
        counters.writeTo(properties);
        keepFirstEnqueued(properties, firstEnqueued);
    }

    /** Notes in the application properties of what takes a message's place when the broker first took the order. */
    public static void keepFirstEnqueued(Map<String, Object> properties, Instant firstEnqueued) {
        properties.put(FIRST_ENQUEUED, firstEnqueued.toString());
    }

    /**
     * When the order that a message belongs to was first enqueued.
     *
     * @param properties the message's application properties; what can't be read or is not before {@code enqueued} is
     *     ignored
     * @param enqueued when the message itself was enqueued
     */
    public static Instant firstEnqueued(Map<String, Object> properties, Instant enqueued) {
        Object noted = properties.get(FIRST_ENQUEUED);
        if (noted == null) {
            return enqueued;
        }
        try {
            Instant first = Instant.parse(noted.toString());
            return first.isBefore(enqueued) && first.isAfter(Instant.EPOCH) ? first : enqueued;
        } catch (DateTimeException notATime) {
            return enqueued;
        }
    }

    private static String messageId(String orderId, byte[] body) {
        return orderId + "." + sha256(body).substring(0, HASH_DIGITS_IN_MESSAGE_ID);
    }

    private static UUID orderId(Map<String, Object> properties) throws UndecodableMessageException {
        Object value = properties.get(ORDER_ID);
        if (value == null) {
            throw new UndecodableMessageException("application property " + ORDER_ID + " is missing");
        }
        return OrderId.parse(value.toString())
                .orElseThrow(() -> new UndecodableMessageException(
                        "application property " + ORDER_ID + " must be a UUID in its canonical form"));
    }

    private static Order order(byte[] body) throws UndecodableMessageException {
        try {
            JsonNode node = OrderJson.tree(OrderJson.utf8(body));
            if (node == null || !node.isObject()) {
                throw new UndecodableMessageException("the body must be one JSON object");
            }
            return OrderJson.order(node);
        } catch (CharacterCodingException e) {
            throw new UndecodableMessageException("the body is not UTF-8");
        } catch (JsonProcessingException e) {
            throw new UndecodableMessageException(
                    "the body is not an order: " + JsonFault.of(e).text());
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
