package dev.sluice.consumer.inlet;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/**
 * How the Functions host writes values for a custom handler: objects as they are, bytes and times as strings, everything
 * else as a string that holds JSON, so that a string has quotes inside its quotes. Samples show some values without the
 * second encoding; both are read.
 */
final class HostJson {
    private static final ObjectMapper MAPPER = mapper();

    private HostJson() {}

    /**
     * Reads any single JSON value; a missing node for the empty text.
     *
     * @throws IOException if the bytes are no JSON, or nested more deeply than 1000 levels
     */
    static JsonNode tree(byte[] json) throws IOException {
        return MAPPER.readTree(json);
    }

    /** The JSON value that a text holds; null if it holds none. */
    static JsonNode held(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node.isMissingNode() ? null : node;
        } catch (JsonProcessingException notJson) {
            return null;
        }
    }

    /** As {@link #held} where {@code node} is a text; any other node as it is. Null stays null. */
    static JsonNode unfolded(JsonNode node) {
        JsonNode held = node != null && node.isTextual() ? held(node.textValue()) : node;
        return held == null ? node : held;
    }

    /** A text without the second encoding, where it has one. */
    static String text(String text) {
        JsonNode held = text.startsWith("\"") ? held(text) : null;
        return held != null && held.isTextual() ? held.textValue() : text;
    }

    /** The text that a message's own text or number is; null for none, or for something else. */
    static String text(JsonNode node) {
        return node == null || node.isNull() || node.isContainerNode() ? null : node.asText();
    }

    /** A whole number; {@code otherwise} for none, or one that is too large. */
    static long number(JsonNode node, long otherwise) {
        String text = text(node);
        try {
            return text == null ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException notWhole) {
            return otherwise;
        }
    }

    /** A point in time, UTC where it does not say; null for none. */
    static Instant time(JsonNode node) {
        String text = text(node);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException withoutOffset) {
            try {
                return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException notATime) {
                return null;
            }
        }
    }

    /** The bytes of a JSON value, without white space. */
    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read can be written", e);
        }
    }

    private static ObjectMapper mapper() {
        // A batch is one string, however large: how large an invocation may be, the HTTP server says.
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(Integer.MAX_VALUE)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }
}
