package dev.sluice.functions.trigger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/**
 * The host's trap: unless the data type is binary, top-level fields of a JSON body become metadata, over the message's own
 * values of the same name in whatever case.
 *
 * @see <a href="https://github.com/Azure/azure-functions-host">azure-functions-host</a>, {@code
 *     Utility.ApplyBindingData}
 */
final class BodyFields {

    private BodyFields() {}

    static void addTo(ObjectNode metadata, byte[] body) {
        JsonNode json;
        try {
            json = Envelope.MAPPER.readTree(body);
        } catch (IOException e) {
            return;
        }
        if (json == null || !json.isObject()) {
            return;
        }
        for (var field : json.properties()) {
            var value = field.getValue();
            if (value.isNull() || value.isArray()) {
                continue;
            }
            var name = existing(metadata, field.getKey());
            if (value.isObject()) {
                metadata.set(name, value);
            } else {
                metadata.put(name, Envelope.quoted(text(value)));
            }
        }
    }

    private static String existing(ObjectNode metadata, String name) {
        for (var field : metadata.properties()) {
            if (field.getKey().equalsIgnoreCase(name)) {
                return field.getKey();
            }
        }
        return name;
    }

    /** As .NET's ToString writes it: True, not true. */
    private static String text(JsonNode value) {
        if (value.isBoolean()) {
            return value.booleanValue() ? "True" : "False";
        }
        return value.asText();
    }
}
