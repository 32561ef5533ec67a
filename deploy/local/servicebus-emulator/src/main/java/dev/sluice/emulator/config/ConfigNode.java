package dev.sluice.emulator.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One place in a configuration file, which knows its path so that an error can say where it is. */
record ConfigNode(Path file, String path, JsonNode json) {

    /** The value under a name, null if it is absent or null. */
    ConfigNode get(String name) {
        requireObject();
        var value = json.get(name);
        return value == null || value.isNull() ? null : new ConfigNode(file, path + "." + name, value);
    }

    /** The value under a name, which must be there. */
    ConfigNode require(String name) {
        var value = get(name);
        if (value == null) {
            throw new ConfigException(file, path + "." + name, "expected a value, found none");
        }
        return value;
    }

    /** The elements of an array. */
    List<ConfigNode> elements() {
        if (!json.isArray()) {
            throw expected("an array");
        }
        var elements = new ArrayList<ConfigNode>();
        for (int i = 0; i < json.size(); i++) {
            elements.add(new ConfigNode(file, path + "[" + i + "]", json.get(i)));
        }
        return elements;
    }

    /** The elements of the array under a name, none if it is absent or null. */
    List<ConfigNode> list(String name) {
        var value = get(name);
        return value == null ? List.of() : value.elements();
    }

    /** The text under a name; null if it is absent, null or empty, which the official samples write for "none". */
    String textOrNull(String name) {
        var value = get(name);
        return value == null || value.text().isEmpty() ? null : value.text();
    }

    /** Refuses names that nobody reads: a typing error would otherwise silently mean a default. */
    void allow(Set<String> names) {
        requireObject();
        json.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) {
                throw new ConfigException(
                        file,
                        path + "." + name,
                        "expected one of " + names.stream().sorted().toList());
            }
        });
    }

    /** The names that an object has. */
    List<String> names() {
        requireObject();
        var names = new ArrayList<String>();
        json.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** A string, a number or a boolean. */
    Object scalar() {
        if (json.isTextual() || json.isBoolean()) {
            return json.isTextual() ? json.textValue() : (Object) json.booleanValue();
        }
        if (json.isIntegralNumber() && json.canConvertToLong()) {
            return json.longValue();
        }
        if (json.isNumber()) {
            return json.doubleValue();
        }
        throw expected("a string, a number, true or false");
    }

    String text() {
        if (!json.isTextual()) {
            throw expected("a string");
        }
        return json.textValue();
    }

    boolean bool() {
        if (!json.isBoolean()) {
            throw expected("true or false");
        }
        return json.booleanValue();
    }

    int integer() {
        if (!json.canConvertToInt() || !json.isIntegralNumber()) {
            throw expected("a whole number");
        }
        return json.intValue();
    }

    Duration duration() {
        try {
            return Duration.parse(text());
        } catch (DateTimeParseException e) {
            throw expected("an ISO 8601 duration such as \"PT1M\"");
        }
    }

    ConfigException expected(String what) {
        return new ConfigException(file, path, "expected " + what + ", found " + json);
    }

    private void requireObject() {
        if (!json.isObject()) {
            throw expected("an object");
        }
    }
}
