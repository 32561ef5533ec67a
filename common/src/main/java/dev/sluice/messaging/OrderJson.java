package dev.sluice.messaging;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Orders as JSON (RFC 8259), strictly: UTF-8 only, no duplicate or unknown fields, no value of another type taken for
 * the one that is meant, bounded depth. Written canonically (fields sorted, nulls left out), so that equal orders have
 * equal bytes and so equal hashes.
 */
public final class OrderJson {
    private static final int MAX_DEPTH = 32;
    private static final ObjectMapper MAPPER = mapper();

    private OrderJson() {}

    /**
     * The bytes as text.
     *
     * @throws CharacterCodingException if they are not UTF-8. Left to itself, Jackson would guess UTF-16 and UTF-32.
     */
    public static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    /**
     * Reads any single JSON value; null only for the empty text.
     *
     * @throws JsonProcessingException if the text is not exactly one well-formed value
     */
    public static JsonNode tree(String json) throws JsonProcessingException {
        JsonNode node = MAPPER.readTree(json);
        return node.isMissingNode() ? null : node;
    }

    /**
     * The order that {@code node} describes; constraints are not checked here.
     *
     * @throws JsonProcessingException if a field is unknown or of the wrong type; its path is in the exception
     */
    public static Order order(JsonNode node) throws JsonProcessingException {
        return MAPPER.treeToValue(node, Order.class);
    }

    /**
     * Any other value, as strictly; null only for the text {@code null}, and for none.
     *
     * @throws JsonProcessingException if the text is not exactly one well-formed value of that type
     */
    public static <T> T read(String json, Class<T> type) throws JsonProcessingException {
        JsonNode node = tree(json);
        return node == null ? null : MAPPER.treeToValue(node, type);
    }

    /** The canonical bytes of {@code order}. */
    public static byte[] bytes(Order order) {
        try {
            return MAPPER.writeValueAsBytes(order);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this order can't be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static ObjectMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build())
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                .withCoercionConfig(LogicalType.Textual, text -> {
                    text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                    text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                    text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                })
                .build();
    }
}
