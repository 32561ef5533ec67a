package dev.sluice.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.loadtest.Report;
import dev.sluice.loadtest.Threshold;
import dev.sluice.loadtest.pictures.Browser;
import dev.sluice.stack.ledger.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
            const seen = {errors: [], refused: [], charts: {}};
            addEventListener("error", (e) => seen.errors.push(e.message));
            addEventListener("securitypolicyviolation", (e) => seen.refused.push(e.blockedURI));
            addEventListener("load", () => {
              for (const figure of document.querySelectorAll("figure")) {
                const canvas = figure.querySelector("canvas");
                const rgba = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
                let coloured = 0;
                for (let i = 0; i < rgba.length; i += 4) {
                  const pixel = [rgba[i], rgba[i + 1], rgba[i + 2]];
                  coloured += rgba[i + 3] > 0 && Math.max(...pixel) - Math.min(...pixel) > 60 ? 1 : 0;
                }
                seen.charts[figure.dataset.chart] = coloured;
              }
              seen.requests = performance.getEntriesByType("resource").map((entry) => entry.name);
              seen.title = document.title;
              seen.text = document.getElementById("page").innerText;
              seen.markup = document.querySelectorAll("#page img, #page script").length;
              const bytes = new TextEncoder().encode(JSON.stringify(seen));
              document.documentElement.dataset.seen = btoa(String.fromCharCode(...bytes));
            });
            </script>
            """;

    @TempDir
    Path directory;

    @Test
    void drawsEveryKindOfPointAndAsksForNothing() throws Exception {
        Browser.require(directory);
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
        assertThat(seen.path("charts").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "Throughput",
                        "Backlog",
                        "Processed",
                        "Instances",
                        "Scaling",
                        "Accepted by offered rate",
                        "Latency by offered rate");
        seen.path("charts")
                .forEach(pixels ->
                        assertThat(pixels.asInt()).as("%s", seen.path("charts")).isGreaterThan(COLOURED_PIXELS));
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
    void whatIsNotThereIsNotDrawnAndTextStaysText() throws Exception {
        Browser.require(directory);
        JsonNode seen = open(List.of(Map.of("variant", HOSTILE, "millis", 3)));

        assertThat(seen.path("errors")).isEmpty();
        assertThat(seen.path("refused")).isEmpty();
        assertThat(seen.path("markup").asInt(-1)).isZero();
        assertThat(seen.path("charts")).isEmpty();
        assertThat(seen.path("text").asText()).contains(HOSTILE);
        assertThat(seen.path("title").asText()).startsWith("Sluice load test").contains(HOSTILE);
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
        Matcher seen = Pattern.compile("data-seen=\"([^\"]+)\"")
                .matcher(Browser.require(directory).document(watched.toUri()));
        assertThat(seen.find()).as("the page was loaded to its end").isTrue();
        return new ObjectMapper().readTree(Base64.getDecoder().decode(seen.group(1)));
    }
}
