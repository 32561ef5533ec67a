package dev.sluice.emulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;

/** A JSON object that is read strictly: what is unknown, missing or of the wrong type is an IllegalArgumentException. */
record JsonObject(JsonNode json) {

    /** Refuses names that nobody reads: a typing error would otherwise silently mean a default. */
    void allow(String... names) {
        var known = List.of(names);
        json.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("'" + name + "' is not a field: expected one of " + known);
            }
        });
    }

    /** A text, or null if it is absent. */
    String text(String name) {
        var value = json.get(name);
        if (value != null && !value.isTextual()) {
            throw expected(name, "a string", value);
        }
        return value == null ? null : value.textValue();
    }

    /** A text that must be there. */
    String required(String name) {
        var value = text(name);
        if (value == null) {
            throw new IllegalArgumentException("'" + name + "' is missing: expected a string");
        }
        return value;
    }

    /** One of some texts, or the first if it is absent. */
    String oneOf(String name, String... texts) {
        var value = text(name);
        if (value != null && !Arrays.asList(texts).contains(value)) {
            throw expected(name, "one of " + List.of(texts), json.get(name));
        }
        return value == null ? texts[0] : value;
    }

    /** A whole number, or what stands for it if it is absent. */
    int integer(String name, int otherwise) {
        var value = json.get(name);
        if (value != null && (!value.isIntegralNumber() || !value.canConvertToInt())) {
            throw expected(name, "a whole number", value);
        }
        return value == null ? otherwise : value.intValue();
    }

    /** A number, or what stands for it if it is absent. */
    double number(String name, double otherwise) {
        var value = json.get(name);
        if (value != null && !value.isNumber()) {
            throw expected(name, "a number", value);
        }
        return value == null ? otherwise : value.doubleValue();
    }

    private static IllegalArgumentException expected(String name, String what, JsonNode found) {
        return new IllegalArgumentException("'" + name + "': expected " + what + ", found " + found);
    }
}
