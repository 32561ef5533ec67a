package dev.sluice.stack.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code drill}: the primary namespace is lost under load and comes back; no accepted order is lost with it. */
class DrillCommandIT {
    @TempDir
    Path directory;

    @Test
    void losesNoAcceptedOrderWithThePrimaryNamespaceAndComesBackToIt() throws Exception {
        Path file = directory.resolve("drill.json");
        StringWriter out = new StringWriter();
        CommandLine command = StackCommand.commandLine().setOut(new PrintWriter(out, true));

        int code = command.execute("drill", "--orders-per-second", "40", "--json", file.toString());

        assertThat(code).as(out.toString()).isZero();
        JsonNode result = new ObjectMapper().readTree(file.toFile());
        for (String none : List.of("rpoOrders", "waiting", "lost", "unexpected", "duplicates", "parked")) {
            assertThat(result.path(none).asInt(-1)).as(none).isZero();
        }
        assertThat(result.path("rtoMillis").isNumber()).isTrue();
        assertThat(result.path("failbackMillis").isNumber()).isTrue();
        assertThat(result.path("stranded").asLong()).as("on the primary").isPositive();
        assertThat(result.path("processed").asLong())
                .isEqualTo(result.path("accepted").asLong())
                .isGreaterThan(100);
        assertThat(out.toString()).contains("primary killed", "orders go to the primary again", "RTO", "RPO");
    }
}
