package dev.sluice.consumer.inlet;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads what the Functions host posts for a Service Bus trigger, {@code {"Data": {"<binding>": …}, "Metadata": {…}}}: the
 * same envelope for one message and for many, where each metadata's name ends in {@code Array}.
 */
final class InvocationDecoder {
    private static final String ARRAY = "array";

    private InvocationDecoder() {}

    /**
     * The messages of one invocation; a message without a body, or with any other flaw of its own, is among them.
     *
     * @param source the namespace they come from, as it is to be named in logs
     * @throws BadInvocationException if the envelope does not hold its messages whole
     */
    static List<ReceivedMessage> decode(byte[] envelope, String source) throws BadInvocationException {
        JsonNode invocation = read(envelope);
        JsonNode data = invocation.get("Data");
        JsonNode metadata = invocation.get("Metadata");
        if (data == null || !data.isObject() || metadata == null || !metadata.isObject()) {
            throw new BadInvocationException("expected an object with the objects Data and Metadata");
        }
        if (data.size() > 1) {
            throw new BadInvocationException("expected one binding in Data, found " + data.size());
        }
        JsonNode value = data.isEmpty() ? null : data.elements().next();
        Map<String, JsonNode> arrays = arrays(metadata);
        JsonNode elements = arrays.isEmpty() ? null : HostJson.unfolded(HostJson.unfolded(value));
        return elements != null && elements.isArray()
                ? many(elements, arrays, source)
                : List.of(single(value, metadata, source));
    }

    private static JsonNode read(byte[] envelope) throws BadInvocationException {
        try {
            JsonNode invocation = HostJson.tree(envelope);
            if (invocation.isObject()) {
                return invocation;
            }
            throw new BadInvocationException("expected a JSON object");
        } catch (IOException e) {
            // Not with the parser's words: they quote the body.
            throw new BadInvocationException("the envelope is not readable JSON");
        }
    }

    private static ReceivedMessage single(JsonNode value, JsonNode metadata, String source)
            throws BadInvocationException {
        HostBody body = HostBody.of(value);
        return TriggerMessage.received(body.bytes(), HostMetadata.single(metadata, body.copiedNames()), source);
    }

    private static List<ReceivedMessage> many(JsonNode elements, Map<String, JsonNode> arrays, String source)
            throws BadInvocationException {
        List<ReceivedMessage> messages = new ArrayList<>(elements.size());
        for (int index = 0; index < elements.size(); index++) {
            HostMetadata metadata = HostMetadata.ofMany(arrays, index, elements.size());
            messages.add(
                    TriggerMessage.received(HostBody.of(elements.get(index)).bytes(), metadata, source));
        }
        return messages;
    }

    /** The arrays in the metadata, by their names in lower case without that ending. */
    private static Map<String, JsonNode> arrays(JsonNode metadata) {
        Map<String, JsonNode> arrays = new HashMap<>();
        metadata.properties().forEach(entry -> {
            String name = entry.getKey().toLowerCase(Locale.ROOT);
            JsonNode array = name.endsWith(ARRAY) ? HostJson.unfolded(entry.getValue()) : null;
            if (array != null && array.isArray()) {
                arrays.put(name.substring(0, name.length() - ARRAY.length()), array);
            }
        });
        return arrays;
    }
}
