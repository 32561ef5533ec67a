package dev.sluice.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import dev.sluice.loadtest.Report;
import dev.sluice.loadtest.Threshold;
import dev.sluice.stack.ledger.Verdict;
import dev.sluice.testkit.Chromium;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a browser sees it. */
class ReportPageIT {
    private static final Verdict VERDICT =
            new Verdict(10, 7, 2, 0, 1, 0, 0, 5, Duration.ofSeconds(2), new Verdict.Latency(12, 345));

    /** Less is no curve. */
    private static final int COLOURED_PIXELS = 200;

    private static final String HOSTILE = "</script><img src='http://127.0.0.1:1/x' onerror='document.title=1'>";

    /** Runs before the page's own scripts, within its content security policy. */
    private static final String WITNESS = """
            <script>
            const seen = {errors: [], refused: []};
            addEventListener("error", (e) => seen.errors.push(e.message));
            addEventListener("securitypolicyviolation", (e) => seen.refused.push(e.blockedURI));
            addEventListener("load", () => {
              seen.charts = [...document.querySelectorAll("figure")].map((figure) => figure.dataset.chart);
              seen.requests = performance.getEntriesByType("resource").map((entry) => entry.name);
              seen.title = document.title;
              seen.text = document.getElementById("page").innerText;
              seen.markup = document.querySelectorAll("#page img, #page script").length;
            });
            </script>
            """;

    @TempDir
    Path directory;

    /** Coloured ones, of each chart of the page that was opened last. */
    private List<Integer> pixels = List.of();

    @Test
    void drawsEveryKindOfPointAndAsksForNothing() throws Exception {
        Chromium.require();
        JsonNode seen = open(List.of(
                Map.of("seconds", 1.0, "accepted", 40, "throughput", 20.0, "backlog", 20, "instances", 2),
                Map.of("seconds", 2.0, "accepted", 90, "throughput", 45.0, "backlog", 25, "instances", 3),
                Map.of("seconds", 2.5, "fault", "kill-consumer", "returnSeconds", 0.1),
                Map.of("seconds", 3.0, "accepted", 99, "throughput", 50.0, "backlog", 0, "instances", 3),
                Map.of("run", "elastic", "seconds", 1.0, "backlog", 90, "instances", 1, "processed", 10),
                Map.of("run", "elastic", "seconds", 2.0, "backlog", 40, "instances", 5, "processed", 60),
                Map.of("instances", 1, "throughput", 80.0, "efficiency", 1.0, "shares", List.of(1.0)),
                Map.of(
                        "instances",
                        4,
                        "throughput",
                        300.0,
                        "efficiency",
                        0.94,
                        "shares",
                        List.of(0.2, 0.3, 0.25, 0.25)),
                offered("orders", 1000, 4.0),
                offered("orders", 2000, 9.0),
                offered("baseline", 1000, 2.0),
                offered("baseline", 2000, 3.0)));

        assertThat(seen.path("errors")).isEmpty();
        assertThat(seen.path("refused")).isEmpty();
        assertThat(seen.path("requests")).isEmpty();
        assertThat(texts(seen.path("charts")))
                .containsExactlyInAnyOrder(
                        "Throughput",
                        "Backlog",
                        "Processed",
                        "Instances",
                        "Scaling",
                        "Accepted by offered rate",
                        "Latency by offered rate");
        assertThat(pixels).hasSameSizeAs(seen.path("charts")).allMatch(coloured -> coloured > COLOURED_PIXELS);
        assertThat(seen.path("text").asText())
                .contains(
                        "NOT every threshold holds",
                        "does not hold",
                        "p99Millis",
                        "345",
                        "elastic",
                        "0.2, 0.3, 0.25, 0.25")
                .contains(System.getProperty("java.runtime.version"));
    }

    @Test
    void ofSeveralRoundsTheOneWithTheMedianP99IsDrawn() throws Exception {
        Chromium.require();
        open(List.of(offered("orders", 1000, 4.0), offered("orders", 2000, 9.0)));
        List<Integer> once = pixels;
        open(List.of(
                offered("orders", 1000, 4.0),
                offered("orders", 2000, 1.0),
                offered("orders", 2000, 9.0),
                offered("orders", 2000, 500.0)));
        assertThat(pixels).hasSize(2).isEqualTo(once);
    }

    @Test
    void whatIsNotThereIsNotDrawnAndTextStaysText() throws Exception {
        Chromium.require();
        JsonNode seen = open(List.of(Map.of("variant", HOSTILE, "millis", 3)));

        assertThat(seen.path("errors")).isEmpty();
        assertThat(seen.path("refused")).isEmpty();
        assertThat(seen.path("markup").asInt(-1)).isZero();
        assertThat(seen.path("charts")).isEmpty();
        assertThat(seen.path("text").asText()).contains(HOSTILE);
        assertThat(seen.path("title").asText()).startsWith("Sluice load test").contains(HOSTILE);
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static Map<String, Object> offered(String server, int rate, double millis) {
        return Map.of(
                "server", server,
                "offered", rate,
                "accepted", rate * 0.9,
                "p50Millis", millis,
                "p95Millis", millis * 2,
                "p99Millis", millis * 3,
                "p999Millis", millis * 9);
    }

    /** Writes the report and opens it together with the witness. */
    private JsonNode open(List<Map<String, Object>> points) throws Exception {
        Report report = new Report(
                "chaos",
                HOSTILE,
                VERDICT,
                Map.of("strikes", 3),
                points,
                List.of(new Threshold.Result(Threshold.exactly("lost", 0), VERDICT.lost())));
        Path folder = directory.resolve("report");
        new ReportFolder(folder).write(report.document(), RunFacts.now());
        String page = Files.readString(folder.resolve(ReportFolder.PAGE));
        Path watched =
                Files.writeString(directory.resolve("watched.html"), page.replaceFirst("(<title>)", WITNESS + "$1"));
        try (Chromium chromium = new Chromium()) {
            Page loaded = chromium.page();
            loaded.navigate(watched.toUri().toString());
            pixels = Chromium.colouredPixels(loaded);
            return new ObjectMapper().readTree((String) loaded.evaluate("() => JSON.stringify(seen)"));
        }
    }
}
