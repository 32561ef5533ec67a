package dev.sluice.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped, in a process of its own. */
class LoadtestJarIT {
    private static final Path JAR = Path.of("target/loadtest.jar");
    private static final int ENDED_BY_SIGTERM = 143;

    @TempDir
    Path directory;

    @Test
    void aRunThatIsEndedEarlyStillReports() throws Exception {
        Path scenario = Files.writeString(directory.resolve("long.yaml"), """
                inlet: processor
                consumers: 1
                rate: 50
                poison: 0.9
                faults: [{fault: kill-consumer, every: 60m}]
                """);
        Path json = directory.resolve("report.json");
        Path log = directory.resolve("log");
        Process run = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        JAR.toAbsolutePath().toString(),
                        "chaos",
                        "--scenario",
                        scenario.toString(),
                        "--json",
                        json.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            await().atMost(Duration.ofMinutes(3))
                    // Far more than the orders alone make by the time that poison's first connection may take.
                    .untilAsserted(() -> assertThat(log).content().containsPattern("[1-9]\\d{2,} accepted, [1-9]"));
            run.destroy();
            assertThat(run.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
        } finally {
            run.destroyForcibly();
        }

        assertThat(run.exitValue()).as(Files.readString(log)).isEqualTo(ENDED_BY_SIGTERM);
        assertThat(log).content().contains("seed ", "ok   lost: 0, wanted 0").doesNotContain("SLF4J");
        JsonNode report = new ObjectMapper().readTree(json.toFile());
        JsonNode verdict = report.path("verdict");
        assertThat(verdict.path("accepted").asLong())
                .isPositive()
                .isEqualTo(verdict.path("processed").asLong()
                        + verdict.path("parked").asLong()
                        + verdict.path("waiting").asLong());
        assertThat(report.path("figures").path("poison").asLong()).isPositive();
        assertThat(report.path("points")).isNotEmpty();
    }
}
