package dev.sluice.loadtest.compare;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.loadtest.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A report that a run has left.
 *
 * @param file where it was
 * @param experiment of which experiment
 * @param scenario by which scenario
 * @param numbers everything that was counted or measured, but for curves over time
 */
record SavedReport(Path file, String experiment, String scenario, Map<String, Double> numbers) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What tells the points of one experiment from each other. */
    private static final List<String> NAMES = List.of("server", "variant", "offered", "instances");

    /** @throws IOException if it is none, or can't be read; with a message for people */
    static SavedReport read(Path file) throws IOException {
        JsonNode json;
        try {
            json = JSON.readTree(Files.readAllBytes(file));
        } catch (JacksonException e) {
            throw new IOException(file + " is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IOException(file + " can't be read: " + e, e);
        }
        if (!json.path("schema").isInt()
                || !json.path("experiment").isTextual()
                || !json.path("figures").isObject()) {
            throw new IOException(
                    file + " is no report: expected a summary.json of --report, or what --json has written");
        }
        if (json.path("schema").intValue() != Report.SCHEMA) {
            throw new IOException("%s has schema %s, and this program reads schema %d: measure again"
                    .formatted(file, json.path("schema"), Report.SCHEMA));
        }
        return new SavedReport(
                file, json.path("experiment").asText(), json.path("scenario").asText(), numbers(json));
    }

    private static Map<String, Double> numbers(JsonNode json) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        collect("", json.path("verdict"), numbers);
        collect("latency ", json.path("latency"), numbers);
        collect("", json.path("figures"), numbers);
        for (JsonNode point : json.path("points")) {
            if (!point.has("seconds")) {
                collect(name(point), point, numbers);
            }
        }
        return numbers;
    }

    private static void collect(String prefix, JsonNode object, Map<String, Double> numbers) {
        object.properties().stream()
                .filter(field -> field.getValue().isNumber() && !NAMES.contains(field.getKey()))
                .forEach(field ->
                        numbers.put(prefix + field.getKey(), field.getValue().doubleValue()));
    }

    private static String name(JsonNode point) {
        StringBuilder name = new StringBuilder();
        for (String key : NAMES) {
            if (point.has(key)) {
                name.append(key).append(' ').append(point.path(key).asText()).append(' ');
            }
        }
        return name.toString();
    }
}
