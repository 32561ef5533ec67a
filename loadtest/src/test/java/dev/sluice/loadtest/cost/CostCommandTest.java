package dev.sluice.loadtest.cost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CostCommandTest {
    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void takesTheThroughputOutOfAReport() throws Exception {
        Path report =
                Files.writeString(directory.resolve("scale.json"), "{\"figures\": {\"throughputPerInstance\": 35.0}}");
        Path json = directory.resolve("cost.json");
        assertThat(execute("--from", report.toString(), "--rates", "1,98", "--json", json.toString()))
                .isZero();
        assertThat(out).asString().contains("35.0 orders/s", "list prices of", "98 ");
        JsonNode months = new ObjectMapper().readTree(json.toFile()).path("months");
        assertThat(months).hasSize(2);
        assertThat(months.get(1).path("consumerInstances").asInt()).isEqualTo(4);
    }

    @Test
    void whatIsWrongIsAUsageError() throws Exception {
        Path other = Files.writeString(directory.resolve("chaos.json"), "{\"figures\": {}}");
        assertThat(execute()).isEqualTo(2);
        assertThat(execute("--from", other.toString())).isEqualTo(2);
        assertThat(execute("--from", directory.resolve("none").toString())).isEqualTo(2);
        assertThat(execute("--throughput-per-instance", "0")).isEqualTo(2);
        assertThat(execute("--throughput-per-instance", "70", "--rates", "0")).isEqualTo(2);
        assertThat(execute("--throughput-per-instance", "1")).isEqualTo(2);
        assertThat(execute("--throughput-per-instance", "70", "--prices", "nowhere"))
                .isEqualTo(2);
        assertThat(err)
                .asString()
                .contains(
                        "figures.throughputPerInstance",
                        "--from can't be read",
                        "more than 0 orders a second",
                        "instances of consumer; a plan has 100 at the most",
                        "nowhere: expected the name");
    }

    private int execute(String... arguments) {
        return new CommandLine(new CostCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
