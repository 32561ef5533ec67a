package dev.sluice.loadtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.stack.command.JsonOption;
import dev.sluice.stack.ledger.Verdict;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final Verdict VERDICT =
            new Verdict(10, 7, 2, 0, 1, 0, 0, 5, Duration.ofSeconds(2), new Verdict.Latency(1, 2));

    @TempDir
    Path directory;

    @Test
    void oneThresholdThatDoesNotHoldDecides() {
        assertThat(report(0).passed()).isFalse();
        assertThat(report(1).passed()).isTrue();
        StringWriter out = new StringWriter();
        report(0).print(new PrintWriter(out));
        assertThat(out).asString().contains("FAIL lost: 1, wanted 0", "NOT every threshold holds");
    }

    @Test
    void hasTheDocumentedJson() throws Exception {
        Path file = directory.resolve("report.json");
        Files.writeString(file, "an earlier one");
        JsonOption option = new JsonOption();
        option.json(file);
        option.write(report(0).document());

        JsonNode json = new ObjectMapper().readTree(file.toFile());
        assertThat(json.path("verdict").toString())
                .isEqualTo("{\"accepted\":10,\"processed\":7,\"parked\":2,\"waiting\":0,\"lost\":1,\"unexpected\":0,"
                        + "\"duplicates\":0,\"recovered\":5}");
        assertThat(json.path("schema").asInt()).isEqualTo(1);
        assertThat(json.path("latency").toString()).isEqualTo("{\"p50Millis\":1,\"p99Millis\":2}");
        assertThat(json.path("thresholds").toString())
                .isEqualTo("[{\"metric\":\"lost\",\"expected\":\"0\",\"actual\":1.0,\"passed\":false}]");
        assertThat(json.path("points").toString()).isEqualTo("[{\"seconds\":1}]");
        assertThat(json.path("figures").path("strikes").asInt()).isEqualTo(3);
        assertThat(json.path("passed").asBoolean(true)).isFalse();
        assertThat(json.path("experiment").asText()).isEqualTo("chaos");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    private static Report report(long limit) {
        return new Report(
                "chaos",
                "short",
                VERDICT,
                Map.of("strikes", 3),
                List.of(Map.of("seconds", 1)),
                List.of(new Threshold.Result(Threshold.exactly("lost", limit), VERDICT.lost())));
    }
}
