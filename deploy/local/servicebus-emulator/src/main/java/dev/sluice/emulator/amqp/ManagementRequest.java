package dev.sluice.emulator.amqp;

import java.lang.reflect.Array;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;

/** The body of a {@code $management} request; what is missing or of the wrong type is an IllegalArgumentException. */
final class ManagementRequest {

    private final Map<?, ?> body;

    ManagementRequest(Map<?, ?> body) {
        this.body = body;
    }

    /** A number of any width. */
    long number(String key) {
        return one(key, body.get(key), Number.class).longValue();
    }

    /** A text, or null. */
    String text(String key) {
        var value = body.get(key);
        return value == null ? null : value.toString();
    }

    /** Bytes, or null; a copy that may be kept. */
    byte[] binary(String key) {
        if (body.get(key) == null) {
            return null;
        }
        var value = one(key, body.get(key), Binary.class);
        int start = value.getArrayOffset();
        return Arrays.copyOfRange(value.getArray(), start, start + value.getLength());
    }

    /** A time, or null. */
    Instant time(String key) {
        return body.get(key) == null
                ? null
                : one(key, body.get(key), Date.class).toInstant();
    }

    /** A text that must be there. */
    String requireText(String key) {
        return one(key, body.get(key), String.class);
    }

    /** A map, or an empty one. */
    Map<?, ?> map(String key) {
        return body.get(key) instanceof Map<?, ?> map ? map : Map.of();
    }

    /** The elements of an array or a list, all of one type. */
    <T> List<T> list(String key, Class<T> type) {
        var value = body.get(key);
        var elements = new ArrayList<T>();
        if (value instanceof Iterable<?> list) {
            list.forEach(element -> elements.add(one(key, element, type)));
        } else if (value != null && value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                elements.add(one(key, Array.get(value, i), type));
            }
        } else {
            throw new IllegalArgumentException("'" + key + "' must be an array");
        }
        return elements;
    }

    private static <T> T one(String key, Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("'" + key + "' must be " + type.getSimpleName() + ", not " + value);
        }
        return type.cast(value);
    }
}
