package dev.sluice.loadtest.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CompareCommandTest {
    private static final String REPORT = """
            {"schema": 1, "experiment": "scale", "scenario": "%s", "passed": true,
             "verdict": {"accepted": 100, "lost": 0}, "latency": {"p50Millis": 3},
             "figures": {"emulatorCpuShare": %s},
             "points": [{"seconds": 1.0, "throughput": 5}, {"instances": 2, "throughput": %s, "shares": [0.5, 0.5]}]}
            """;

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path first;

    @BeforeEach
    void oneReport() throws Exception {
        first = file("a.json", REPORT.formatted("short", "0.2", "150"));
    }

    @Test
    void printsTheRatioOfEverythingThatBothMeasured() throws Exception {
        Path second = file("b.json", REPORT.formatted("full", "0.1", "300"));
        assertThat(execute(first, second)).isZero();
        assertThat(out.toString().lines())
                .anySatisfy(line -> assertThat(line.split("\\s+"))
                        .containsExactly("instances", "2", "throughput", "150", "300", "2.00"))
                .anySatisfy(line ->
                        assertThat(line.split("\\s+")).containsExactly("emulatorCpuShare", "0.200", "0.100", "0.50"))
                .anySatisfy(line -> assertThat(line.split("\\s+")).containsExactly("lost", "0", "0", "-"))
                .anySatisfy(line ->
                        assertThat(line.split("\\s+")).containsExactly("latency", "p50Millis", "3", "3", "1.00"))
                .contains("The scenarios differ: 'short' and 'full'.");
    }

    @Test
    void whatOnlyOneMeasuredHasNoRatio() throws Exception {
        Path second = file(
                "b.json",
                "{\"schema\": 1, \"experiment\": \"scale\", \"figures\": {\"monthlyCost\": 7}, \"points\": []}");
        assertThat(execute(first, second)).isZero();
        assertThat(out.toString().lines())
                .anySatisfy(line -> assertThat(line.split("\\s+")).containsExactly("monthlyCost", "-", "7", "-"))
                .anySatisfy(line -> assertThat(line.split("\\s+")).containsExactly("accepted", "100", "-", "-"));
    }

    @Test
    void whatCanNotBeComparedIsAUsageError() throws Exception {
        assertThat(execute(first, directory.resolve("nowhere.json"))).isEqualTo(2);
        assertThat(execute(first, file("text.json", "not JSON"))).isEqualTo(2);
        assertThat(execute(first, file("other.json", "{\"name\": 1}"))).isEqualTo(2);
        assertThat(execute(
                        first,
                        file("new.json", REPORT.formatted("s", 1, 1).replace("\"schema\": 1", "\"schema\": 99"))))
                .isEqualTo(2);
        assertThat(execute(first, file("chaos.json", REPORT.formatted("s", 1, 1).replace("scale", "chaos"))))
                .isEqualTo(2);
        assertThat(err)
                .asString()
                .contains("nowhere.json can't be read", "text.json is no JSON", "other.json is no report")
                .contains("has schema 99", "different experiments: 'scale' in ");
        assertThat(out).asString().isEmpty();
    }

    private Path file(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    private int execute(Path a, Path b) {
        return new CommandLine(new CompareCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(a.toString(), b.toString());
    }
}
