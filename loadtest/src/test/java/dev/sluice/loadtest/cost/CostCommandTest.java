package dev.sluice.loadtest.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
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
    void hasTheDocumentedJson() throws Exception {
        Path json = Files.writeString(directory.resolve("cost.json"), "an earlier one");
        assertThat(execute("--throughput-per-instance", "70", "--rates", "10", "--json", json.toString()))
                .isZero();
        JsonNode document = new ObjectMapper().readTree(json.toFile());
        assertThat(document.fieldNames())
                .toIterable()
                .containsExactly("schema", "experiment", "currency", "pricesOf", "throughputPerInstance", "months");
        assertThat(document.path("schema").asInt()).isEqualTo(1);
        assertThat(document.path("experiment").asText()).isEqualTo("cost");
        JsonNode month = document.path("months").path(0);
        assertThat(month.fieldNames())
                .toIterable()
                .containsExactly(
                        "ordersPerSecond",
                        "messagingUnits",
                        "messaging",
                        "producerInstances",
                        "consumerInstances",
                        "instances",
                        "firewall",
                        "databaseSize",
                        "database",
                        "storage",
                        "total",
                        "perMillionOrders");
        double parts = Stream.of("messaging", "instances", "firewall", "database", "storage")
                .mapToDouble(part -> month.path(part).asDouble())
                .sum();
        assertThat(month.path("total").asDouble()).isCloseTo(parts, within(0.01));
        assertThat(readme()).contains("\"schema\": %d,\n  \"experiment\": \"cost\"".formatted(CostTable.SCHEMA));
        document.fieldNames().forEachRemaining(CostCommandTest::isDocumented);
        month.fieldNames().forEachRemaining(CostCommandTest::isDocumented);
    }

    private static void isDocumented(String field) {
        assertThat(readme()).contains("\"" + field + "\": ");
    }

    private static String readme() {
        try {
            return Files.readString(Path.of("README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        assertThat(execute("--throughput-per-instance", "70", "--json", directory.toString()))
                .isEqualTo(2);
        assertThat(execute("--throughput-per-instance", "70", "--prices", "nowhere"))
                .isEqualTo(2);
        assertThat(err)
                .asString()
                .contains(
                        "figures.throughputPerInstance",
                        "--from can't be read",
                        "--json can't be written",
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
