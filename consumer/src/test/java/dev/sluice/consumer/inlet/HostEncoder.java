package dev.sluice.consumer.inlet;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Writes invocations as the Functions host does; written from the host's contract, not from the decoder. */
final class HostEncoder {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What function.json says of the binding, or the object form that a custom binding type gives. */
    enum DataType {
        BINARY,
        STRING,
        OBJECT
    }

    /** A message as the host has it. */
    record Sent(
            byte[] body,
            String messageId,
            long sequenceNumber,
            String subject,
            String contentType,
            String correlationId,
            Map<String, Object> properties,
            long deliveryCount,
            Instant enqueued) {
        static Sent of(ServiceBusReceivedMessage message) {
            return new Sent(
                    message.getBody().toBytes(),
                    message.getMessageId(),
                    message.getSequenceNumber(),
                    message.getSubject(),
                    message.getContentType(),
                    message.getCorrelationId(),
                    message.getApplicationProperties(),
                    message.getDeliveryCount() + 1,
                    message.getEnqueuedTime().toInstant());
        }
    }

    private HostEncoder() {}

    /** Cardinality one. */
    static byte[] one(DataType type, Sent sent) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        put(metadata, "DeliveryCount", JsonNodeFactory.instance.numberNode(sent.deliveryCount));
        put(metadata, "SequenceNumber", JsonNodeFactory.instance.numberNode(sent.sequenceNumber));
        put(metadata, "MessageId", TextNode.valueOf(sent.messageId));
        put(metadata, "ContentType", TextNode.valueOf(sent.contentType));
        put(metadata, "Subject", TextNode.valueOf(sent.subject));
        put(metadata, "Label", TextNode.valueOf(sent.subject));
        put(metadata, "CorrelationId", TextNode.valueOf(sent.correlationId));
        put(metadata, "LockToken", TextNode.valueOf("7d0e0000-0000-4000-8000-000000000003"));
        metadata.put("EnqueuedTimeUtc", utc(sent));
        metadata.put("EnqueuedTime", utc(sent) + "+00:00");
        metadata.set("ApplicationProperties", JSON.valueToTree(sent.properties));
        metadata.set("UserProperties", JSON.valueToTree(sent.properties));
        metadata.putObject("sys").put("MethodName", "order-consumer");
        if (type != DataType.BINARY) {
            copyBody(sent.body, metadata);
        }
        JsonNode value =
                switch (type) {
                    case BINARY -> TextNode.valueOf(base64(sent));
                    case STRING -> held(TextNode.valueOf(text(sent)));
                    case OBJECT -> tree(text(sent));
                };
        return envelope(value, metadata);
    }

    /** Cardinality many. */
    static byte[] many(DataType type, List<Sent> sent) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.set("DeliveryCountArray", held(array(sent, one -> one.deliveryCount)));
        metadata.set("SequenceNumberArray", held(array(sent, one -> one.sequenceNumber)));
        metadata.set("MessageIdArray", held(array(sent, one -> one.messageId)));
        metadata.set("ContentTypeArray", held(array(sent, one -> one.contentType)));
        metadata.set("SubjectArray", held(array(sent, one -> one.subject)));
        metadata.set("CorrelationIdArray", held(array(sent, one -> one.correlationId)));
        metadata.set("EnqueuedTimeUtcArray", held(array(sent, HostEncoder::utc)));
        metadata.set("ApplicationPropertiesArray", held(array(sent, one -> one.properties)));
        metadata.set("UserPropertiesArray", held(array(sent, one -> one.properties)));
        ArrayNode elements = array(sent, one -> switch (type) {
            case BINARY -> base64(one);
            case STRING -> text(one);
            case OBJECT -> tree(text(one));
        });
        return envelope(held(elements), metadata);
    }

    private static byte[] envelope(JsonNode value, ObjectNode metadata) {
        ObjectNode envelope = JsonNodeFactory.instance.objectNode();
        ObjectNode data = envelope.putObject("Data");
        if (!value.isNull()) {
            data.set("order", value);
        }
        envelope.set("Metadata", metadata);
        return write(envelope).getBytes(StandardCharsets.UTF_8);
    }

    /** The trap: each top-level field of a body that is a JSON object overrides metadata of that name, in any case. */
    private static void copyBody(byte[] body, ObjectNode metadata) {
        JsonNode node = tree(new String(body, StandardCharsets.UTF_8));
        if (node == null || !node.isObject()) {
            return;
        }
        node.properties().forEach(field -> {
            List<String> same = metadata.properties().stream()
                    .map(Map.Entry::getKey)
                    .filter(name -> name.equalsIgnoreCase(field.getKey()))
                    .toList();
            String name = same.isEmpty() ? field.getKey() : same.get(0);
            metadata.set(name, field.getValue().isObject() ? field.getValue() : held(field.getValue()));
        });
    }

    private static void put(ObjectNode metadata, String name, JsonNode value) {
        if (value != null && !value.isNull()) {
            metadata.set(name, held(value));
        }
    }

    private static TextNode held(JsonNode value) {
        return TextNode.valueOf(write(value));
    }

    private static ArrayNode array(List<Sent> sent, Function<Sent, Object> value) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        sent.forEach(one -> array.add(JSON.<JsonNode>valueToTree(value.apply(one))));
        return array;
    }

    private static String utc(Sent sent) {
        String text = sent.enqueued.toString();
        return text.substring(0, text.length() - 1);
    }

    private static String base64(Sent sent) {
        return Base64.getEncoder().encodeToString(sent.body);
    }

    private static String text(Sent sent) {
        return new String(sent.body, StandardCharsets.UTF_8);
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException notJson) {
            return TextNode.valueOf(json);
        }
    }

    private static String write(JsonNode node) {
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
