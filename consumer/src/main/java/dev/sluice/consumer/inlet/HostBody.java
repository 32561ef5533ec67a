package dev.sluice.consumer.inlet;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A message's body as the Functions host writes it.
 *
 * @param bytes what the sender sent; null if there is nothing
 * @param copiedNames the names, in lower case, that the host has copied from the body over the message's own metadata
 */
record HostBody(byte[] bytes, Set<String> copiedNames) {
    private static final Pattern WHITE_SPACE = Pattern.compile("[ \\t\\r\\n]+");

    /**
     * Reads one binding's value. With {@code "dataType": "binary"} it is base64, and nothing is copied. Otherwise the body's
     * text with or without a second encoding, or an object; there can be no mistake where the body is a JSON object, as every
     * order is, for base64 has neither quotes nor braces.
     */
    static HostBody of(JsonNode value) {
        if (value == null || value.isNull()) {
            return new HostBody(null, Set.of());
        }
        if (!value.isTextual()) {
            return new HostBody(HostJson.bytes(value), names(value));
        }
        String text = value.textValue();
        byte[] decoded = base64(text);
        if (decoded != null) {
            return new HostBody(decoded, Set.of());
        }
        String body = HostJson.text(text);
        return new HostBody(body.getBytes(StandardCharsets.UTF_8), names(HostJson.held(body)));
    }

    /** The bytes; null if the text is no base64. Line breaks are allowed, a missing padding is not. */
    private static byte[] base64(String text) {
        String compact = WHITE_SPACE.matcher(text).replaceAll("");
        if (compact.length() % 4 != 0 || compact.startsWith("{") || compact.startsWith("\"")) {
            return null;
        }
        try {
            return Base64.getDecoder().decode(compact);
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    private static Set<String> names(JsonNode body) {
        if (body == null || !body.isObject()) {
            return Set.of();
        }
        Iterable<String> names = body::fieldNames;
        return StreamSupport.stream(names.spliterator(), false)
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }
}
