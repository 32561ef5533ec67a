package dev.sluice.consumer.inlet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * One message's metadata as the Functions host writes it, apart from what the host may have copied there from the body.
 * Whatever can't be read counts as missing; the application properties must be there.
 */
final class HostMetadata {
    private static final String[] PROPERTIES = {"ApplicationProperties", "UserProperties"};
    private static final String CONTENT_TYPE = "contenttype";
    private static final Set<String> OF_DEAD_LETTERS = Set.of("DeadLetterReason", "DeadLetterErrorDescription");

    private final Map<String, JsonNode> values;

    private HostMetadata(Map<String, JsonNode> values) {
        this.values = values;
    }

    /** The metadata of the only message of an invocation. */
    static HostMetadata single(JsonNode metadata, Set<String> copiedNames) {
        Map<String, JsonNode> values = new HashMap<>();
        metadata.properties().forEach(entry -> {
            String name = entry.getKey().toLowerCase(Locale.ROOT);
            if (!copiedNames.contains(name)) {
                values.put(name, decoded(entry.getValue()));
            }
        });
        if (copiedNames.contains(CONTENT_TYPE)) {
            // Only what is in a JSON object is copied.
            values.put(CONTENT_TYPE, TextNode.valueOf("application/json"));
        }
        return new HostMetadata(values);
    }

    /** The metadata of message {@code index}. An array of another length says nothing of any message. */
    static HostMetadata ofMany(Map<String, JsonNode> arrays, int index, int count) {
        Map<String, JsonNode> values = new HashMap<>();
        arrays.forEach((name, array) -> {
            if (array.size() == count) {
                values.put(name, array.get(index));
            }
        });
        return new HostMetadata(values);
    }

    /** Without the second encoding, where there is one; a number in a string stays as it is. */
    private static JsonNode decoded(JsonNode value) {
        if (!value.isTextual()) {
            return value;
        }
        return value.textValue().equals("null")
                ? NullNode.instance
                : TextNode.valueOf(HostJson.text(value.textValue()));
    }

    /** The value named {@code name}; null if there is none. */
    JsonNode get(String name) {
        return values.get(name.toLowerCase(Locale.ROOT));
    }

    /**
     * The message's application properties, without what Service Bus has put there when it was dead-lettered before.
     *
     * @throws BadInvocationException if there are none: not even an empty object
     */
    Map<String, Object> applicationProperties() throws BadInvocationException {
        for (String name : PROPERTIES) {
            JsonNode properties = HostJson.unfolded(get(name));
            if (properties != null && properties.isObject()) {
                return read(properties);
            }
        }
        throw new BadInvocationException("a message's application properties are missing or no object");
    }

    private static Map<String, Object> read(JsonNode properties) {
        Map<String, Object> read = new HashMap<>();
        properties.properties().forEach(entry -> {
            Object value = value(entry.getValue());
            if (value != null && !OF_DEAD_LETTERS.contains(entry.getKey())) {
                read.put(entry.getKey(), value);
            }
        });
        return read;
    }

    /** As AMQP can carry it; the host does not say which kind of number it was. */
    private static Object value(JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isIntegralNumber() && node.canConvertToInt()) {
            return node.intValue();
        }
        if (node.isIntegralNumber() && node.canConvertToLong()) {
            return node.longValue();
        }
        if (node.isFloatingPointNumber()) {
            return node.doubleValue();
        }
        return node.isTextual() ? node.textValue() : node.toString();
    }
}
