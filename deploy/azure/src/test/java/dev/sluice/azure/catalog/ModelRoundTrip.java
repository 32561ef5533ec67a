package dev.sluice.azure.catalog;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonSerializable;
import com.azure.json.JsonWriter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a body with the SDK's model and writes it back: what got lost is a name or a place that Azure does not know. */
public final class ModelRoundTrip {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ModelRoundTrip() {}

    /** Paths in {@code body} that do not survive, with what became of their values; empty where all does. */
    public static List<String> lost(Class<?> model, JsonNode body) {
        List<String> lost = new ArrayList<>();
        compare("", body, written(model, body), lost);
        return lost;
    }

    private static JsonNode written(Class<?> model, JsonNode body) {
        try (JsonReader reader = JsonProviders.createReader(JSON.writeValueAsBytes(body))) {
            Object read = model.getMethod("fromJson", JsonReader.class).invoke(null, reader);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (JsonWriter writer = JsonProviders.createWriter(out)) {
                ((JsonSerializable<?>) read).toJson(writer);
            }
            return JSON.readTree(out.toByteArray());
        } catch (IOException | ReflectiveOperationException unreadable) {
            Throwable cause = unreadable instanceof InvocationTargetException call ? call.getCause() : unreadable;
            throw new IllegalArgumentException(model.getSimpleName() + " can't read " + body, cause);
        }
    }

    private static void compare(String path, JsonNode before, JsonNode after, List<String> lost) {
        if (before.isObject() && after.isObject()) {
            for (Map.Entry<String, JsonNode> field : before.properties()) {
                compare(path + "/" + field.getKey(), field.getValue(), after.path(field.getKey()), lost);
            }
        } else if (before.isArray() && after.isArray()) {
            for (int i = 0; i < before.size(); i++) {
                compare(path + "/" + i, before.get(i), after.path(i), lost);
            }
        } else if (!same(before, after)) {
            lost.add(path + ": " + before + " became " + (after.isMissingNode() ? "nothing" : after));
        }
    }

    private static boolean same(JsonNode before, JsonNode after) {
        if (before.isNumber() && after.isNumber()) {
            return new BigDecimal(before.asText()).compareTo(new BigDecimal(after.asText())) == 0;
        }
        if (before.equals(after)) {
            return true;
        }
        return before.isTextual() && after.isTextual() && sameTime(before.asText(), after.asText());
    }

    private static boolean sameTime(String before, String after) {
        try {
            return before.startsWith("P")
                    ? Duration.parse(before).equals(Duration.parse(after))
                    : OffsetDateTime.parse(before).isEqual(OffsetDateTime.parse(after));
        } catch (DateTimeParseException neither) {
            return false;
        }
    }
}
