package dev.sluice.functions.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Map;

/** Application properties as JSON. */
final class PropertyValues {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private PropertyValues() {}

    static ObjectNode json(Map<String, Object> properties) {
        var object = JSON.objectNode();
        properties.forEach((name, value) -> object.set(name, json(value)));
        return object;
    }

    private static JsonNode json(Object value) {
        if (value == null) {
            return JSON.nullNode();
        } else if (value instanceof Boolean bool) {
            return JSON.booleanNode(bool);
        } else if (value instanceof Double || value instanceof Float) {
            return JSON.numberNode(((Number) value).doubleValue());
        } else if (value instanceof BigDecimal decimal) {
            return JSON.numberNode(decimal);
        } else if (value instanceof Number number) {
            return JSON.numberNode(number.longValue());
        } else if (value instanceof OffsetDateTime time) {
            return JSON.textNode(DotNetTime.exactOffset(time));
        } else if (value instanceof Date date) {
            return instant(date.toInstant());
        } else if (value instanceof Instant time) {
            return instant(time);
        } else if (value instanceof byte[] bytes) {
            return JSON.binaryNode(bytes);
        }
        return JSON.textNode(value.toString());
    }

    private static JsonNode instant(Instant time) {
        return JSON.textNode(DotNetTime.exactDateTime(time.atOffset(ZoneOffset.UTC)) + "Z");
    }
}
