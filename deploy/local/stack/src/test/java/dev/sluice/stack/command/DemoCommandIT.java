package dev.sluice.stack.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code demo --orders 2000 --consumers 2 --json out.json}. */
class DemoCommandIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"functions", "processor"})
    void processesEveryOrderExactlyOnceAndWritesTheVerdict(String inlet) throws Exception {
        Path file = directory.resolve("out.json");
        Files.writeString(file, "from an earlier run");
        StringWriter out = new StringWriter();
        CommandLine command = StackCommand.commandLine().setOut(new PrintWriter(out, true));

        int code = command.execute(
                "demo", "--inlet", inlet, "--orders", "2000", "--consumers", "2", "--json", file.toString());

        assertThat(code).as(out.toString()).isZero();
        JsonNode verdict = new ObjectMapper().readTree(file.toFile());
        assertThat(verdict.path("accepted").asInt(-1)).isEqualTo(2000);
        assertThat(verdict.path("processed").asInt(-1)).isEqualTo(2000);
        for (String none : List.of("parked", "waiting", "lost", "unexpected", "duplicates")) {
            assertThat(verdict.path(none).asInt(-1)).as(none).isZero();
        }
        assertThat(verdict.path("ordersPerSecond").asDouble()).isPositive();
        assertThat(verdict.at("/endToEndMillis/p50").asInt()).isPositive();
        assertThat(verdict.at("/endToEndMillis/p99").asInt())
                .isGreaterThanOrEqualTo(verdict.at("/endToEndMillis/p50").asInt());
        assertThat(out.toString())
                .contains("2,000 accepted, 2,000 through of 2,000")
                .contains("Every order was processed exactly once.");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).as("no draft is left").containsExactly(file);
        }
    }
}
