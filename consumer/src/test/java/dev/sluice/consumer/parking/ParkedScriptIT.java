package dev.sluice.consumer.parking;

import static dev.sluice.consumer.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.consumer.Bus;
import dev.sluice.consumer.ScriptedHandler;
import dev.sluice.consumer.Table;
import dev.sluice.consumer.processing.ParkReason;
import dev.sluice.consumer.store.DatabaseGate;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The shell's way to parked messages, as somebody would use it. */
@QuarkusTest
@TestProfile(ReplayIT.Quick.class)
class ParkedScriptIT {
    private static final String SCRIPT = "../deploy/local/run.sh";

    private record Result(int code, String output, String errors) {}

    @TestHTTPResource("/")
    URI consumer;

    @Inject
    Bus bus;

    @Inject
    Table table;

    @Inject
    Parking parking;

    @Inject
    ScriptedHandler handler;

    @Inject
    DatabaseGate gate;

    private final UUID id = UUID.randomUUID();

    @BeforeEach
    void awaitDatabase() {
        await().until(gate::isOpen);
    }

    @Test
    void listsShowsAndReplays() throws Exception {
        park(id, ScriptedHandler.FAIL_UNTIL_FIXED);
        String message = parking.newest(id, "namespace || '/' || sequence_number");

        assertThat(run("list", "--reason", ParkReason.RETRIES_EXHAUSTED, "--all")
                        .output())
                .contains(id.toString());
        assertThat(run("show", "--message", message).output()).contains("\"customer\\\":\\\"c-42");
        Result dry = run("replay", "--message", message, "--dry-run");
        assertThat(dry.output()).contains("\"dry-run\"", "\"Replayed\":1");
        assertThat(parking.newest(id, "state")).isEqualTo("parked");

        handler.fix(id);
        Result replayed = run("replay", "--message", message, "--rate", "10", "--comment", "it's \"fixed\" \\o/");

        assertThat(replayed.code()).isZero();
        assertThat(replayed.output()).contains("\"state\":\"done\"", "\"Replayed\":1", "it's \\\"fixed\\\" \\\\o/");
        await().until(() -> table.effects(id) == 1);
    }

    @Test
    void pagesToTheEndAndDiscardsByFilter() throws Exception {
        table.ask(
                "insert into parked (namespace, sequence_number, reason, subject, properties, body, enqueued_at)"
                        + " select ?, n, 'Test', ?, '{}', '', now() from generate_series(1, 5) as n",
                id.toString(),
                id.toString());

        assertThat(run("list", "--subject", id.toString(), "--limit", "2")
                        .output()
                        .lines())
                .hasSize(1);
        assertThat(run("list", "--subject", id.toString(), "--limit", "2", "--all")
                        .output()
                        .lines())
                .hasSize(3);
        assertThat(run("discard", "--subject", id.toString(), "--older-than", "1h")
                        .output())
                .contains("\"matched\":0");
        assertThat(run("discard", "--subject", id.toString()).output()).contains("\"Discarded\":5");
        assertThat(run("list", "--subject", id.toString(), "--state", "discarded")
                        .output())
                .contains("\"discarded\"");
    }

    @Test
    void saysWhatIsWrong() throws Exception {
        assertWrong("replay", "--reason");
        assertWrong("replay");
        assertWrong("replay", "--all", "--message", "primary/1");
        assertWrong("discard", "--message", "primary");
        assertWrong("replay", "--all", "--rate", "fast");
        assertWrong("replay", "--all", "--state", "parked");
        assertWrong("replay", "--all", "--rate", "010");
        assertWrong("replay", "--all", "--comment", "a\tb");
        assertWrong("replay", "--message", "primary/08");
        assertWrong("discard", "--all", "--force");
        assertWrong("list", "--dry-run");
        assertWrong("show", "--message", "primary/1", "--reason", "x");
        assertWrong("list", "--nothing");
        assertWrong("sweep");
        Result refused = run("list", "--older-than", "soon");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.errors()).contains("urn:sluice:problem:invalid-parking-request");
        assertThat(run("--help").output()).contains("Exit codes");
        Map<String, String> bad = Map.of("SLUICE_CONSUMER_URL", consumer.toString(), "SLUICE_TOKEN", "a\"b");
        assertThat(script(bad, "list")).isEqualTo(new Result(2, "", """
                SLUICE_TOKEN has characters that no key or token has
                See run.sh parked --help
                """));
        Result unreachable = script(Map.of(), "list", "--url", "http://127.0.0.1:1");
        assertThat(unreachable.code()).isEqualTo(3);
        assertThat(unreachable.errors()).contains("can't be reached");
    }

    private void park(UUID order, String script) {
        bus.send(order, Bus.order(script));
        parking.await(order, ParkReason.RETRIES_EXHAUSTED, 0);
    }

    private void assertWrong(String... arguments) throws Exception {
        assertThat(run(arguments).code()).as(String.join(" ", arguments)).isEqualTo(2);
    }

    private Result run(String... arguments) throws IOException, InterruptedException {
        return script(Map.of("SLUICE_CONSUMER_URL", consumer.toString()), arguments);
    }

    private static Result script(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bash", SCRIPT, "parked"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(30, TimeUnit.SECONDS);
        return new Result(process.exitValue(), output, errors);
    }
}
