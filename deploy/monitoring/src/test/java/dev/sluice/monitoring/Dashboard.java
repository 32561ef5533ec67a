package dev.sluice.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.loadtest.report.ChartPage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The dashboard for Grafana, as far as a page without Grafana can show it: its panels with what Prometheus answers. */
final class Dashboard {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** An hour, by the clock of {@link FasterRules}. */
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");
    private static final String NOTE =
            "Drawn by a test from the dashboard's JSON and a real Prometheus' answers, not by"
                    + " Grafana. Its clock runs sixty times faster: what is a minute here is an hour there.";

    /**
     * A panel.
     *
     * @param unit as Grafana calls it
     * @param gridPos where it is, in columns of which there are 24, and rows
     * @param series its curves
     */
    record Panel(String title, String unit, JsonNode gridPos, List<Series> series) {}

    /**
     * A curve.
     *
     * @param at pairs of a time, in seconds before the picture, and a value, which is null where there is none
     */
    record Series(String label, List<List<Double>> at) {}

    private final JsonNode file;

    Dashboard() throws IOException {
        file = JSON.readTree(Path.of("dashboards/sluice.json").toFile());
    }

    /** Every query, for the faster clock. */
    List<String> queries() {
        return file.findValues("expr").stream()
                .map(JsonNode::asText)
                .map(FasterRules::faster)
                .toList();
    }

    /** Its panels with the last {@link #WINDOW}. */
    List<Panel> panels(PrometheusProcess prometheus) {
        Instant now = Instant.now();
        List<Panel> panels = new ArrayList<>();
        for (JsonNode panel : file.path("panels")) {
            List<Series> series = new ArrayList<>();
            for (JsonNode target : panel.path("targets")) {
                String query = FasterRules.faster(target.path("expr").asText());
                for (JsonNode found : prometheus.query(query, now.minus(WINDOW), now)) {
                    String label = label(target.path("legendFormat").asText(), found.path("metric"));
                    series.add(new Series(label, points(found.path("values"), now)));
                }
            }
            String unit = panel.at("/fieldConfig/defaults/unit").asText();
            panels.add(new Panel(panel.path("title").asText(), unit, panel.path("gridPos"), series));
        }
        return panels;
    }

    /** One page, in one file, that draws them. */
    String page(List<Panel> panels) throws IOException {
        return ChartPage.of(
                Dashboard.class,
                JSON.writeValueAsString(Map.of(
                        "title",
                        file.path("title").asText(),
                        "note",
                        NOTE,
                        "seconds",
                        WINDOW.toSeconds(),
                        "panels",
                        panels)));
    }

    /** As Grafana does it: the label's value in place of its name in braces. */
    private static String label(String format, JsonNode labels) {
        return LABEL.matcher(format)
                .replaceAll(name ->
                        Matcher.quoteReplacement(labels.path(name.group(1)).asText()));
    }

    private static List<List<Double>> points(JsonNode values, Instant now) {
        double last = now.toEpochMilli() / 1000.0;
        List<List<Double>> points = new ArrayList<>();
        for (JsonNode value : values) {
            double number = Double.parseDouble(value.path(1).asText().replace("Inf", "Infinity"));
            // JSON has no NaN, and a mean of nothing is no value.
            points.add(Arrays.asList(
                    (double) Math.round(value.path(0).asDouble() - last), Double.isFinite(number) ? number : null));
        }
        return points;
    }
}
