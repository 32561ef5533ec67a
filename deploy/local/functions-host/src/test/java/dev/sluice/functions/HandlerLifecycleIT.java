package dev.sluice.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A handler that leaves, or never arrives: the host does what the real one does. */
class HandlerLifecycleIT extends HostTest {

    @Test
    void theHandlerGetsTheHostsEnvironmentAndExpandedArguments() throws Exception {
        start(app().setting("SETTING", "set").http("echo", "echo", "anonymous"));
        assertThat(get("/api/echo").statusCode()).isEqualTo(203);
        assertThat(log)
                .anyMatch(line -> line.matches("\\[shop 1\\] starting, arguments --x\\|set\\|y\\|z, setting set, root "
                        + temporary.resolve("shop") + ", worker [0-9a-f-]{36}"));
    }

    @Test
    void exitCode0IsNeverRestartedAndCallsFail() throws Exception {
        start(busApp(orders().maxDeliveryCount(3))
                .queue(", \"dataType\": \"binary\"")
                .http("echo", "echo", "anonymous"));
        send("exit 0");
        awaitSaid("exited with code 0: it is never restarted");
        assertThat(get("/api/echo").statusCode()).isEqualTo(502);
        send("late");
        eventually().until(() -> bus.counts("orders").deadLettered() == 2);
        assertThat(said("started on port")).as("starts").isEqualTo(1);
        assertThat(said("has exited with code 0 and is never restarted")).isPositive();
        assertThat(host.stopped()).isNotDone();
    }

    @Test
    void exitCode200IsRestartedAndNeverCounted() {
        start(busApp(orders()).queue(", \"dataType\": \"binary\""));
        for (int i = 1; i <= 4; i++) {
            int starts = i + 1;
            send("exit 200");
            // Until the message is out of the way, it ends every handler.
            eventually().until(() -> said("started on port") >= starts);
        }
        assertThat(host.stopped()).isNotDone();
        assertThat(said("the host stops")).isZero();
    }

    @Test
    void theThirdFailureStopsTheHost() throws Exception {
        start(busApp(orders()).queue(", \"dataType\": \"binary\"").http("echo", "echo", "anonymous"));
        send("exit 3");
        assertThat(host.stopped().get(60, TimeUnit.SECONDS))
                .isEqualTo("shop: the handler failed 3 times, last: exited with code 3");
        assertThat(said("started on port")).isEqualTo(3);
        assertThat(get("/api/echo").statusCode()).isEqualTo(503);
    }

    @Test
    void killedIsAFailureLikeAnyOther() throws Exception {
        start(app().http("echo", "echo", "anonymous"));
        assertThat(get("/api/echo").statusCode()).isEqualTo(203);
        assertThat(host.kill("shop", "1")).isTrue();
        eventually().until(() -> said(": ready after") == 2);
        assertThat(get("/api/echo").statusCode()).isEqualTo(203);
        assertThat(said("exited with code 137")).isEqualTo(1);
        assertThat(host.kill("shop", "2")).as("there is no such instance").isFalse();
    }

    @Test
    void neverReadyIsAFailureEachTime() throws Exception {
        start(app().setting("START", "never").initializationTimeout("00:00:02").http("echo", "echo", "anonymous"));
        assertThat(host.stopped().get(60, TimeUnit.SECONDS))
                .isEqualTo("shop: the handler failed 3 times, last: was not ready within PT2S");
        assertThat(said("started on port")).isEqualTo(3);
    }

    @Test
    void exitCode0BeforeItIsReadyWaitsForTheInitializationTimeout() throws Exception {
        start(app().setting("START", "exit 0").initializationTimeout("00:00:02").http("echo", "echo", "anonymous"));
        awaitSaid("exited with code 0 before it was ready");
        assertThat(host.stopped().get(60, TimeUnit.SECONDS)).endsWith("last: was not ready within PT2S");
    }

    @Test
    void anAnswerWithoutAResultHangsUntilTheTimeoutThatRestartsTheHandler() {
        for (var silence : new String[] {"204", "empty", "null"}) {
            log.clear();
            start(busApp(orders().maxDeliveryCount(1))
                    .functionTimeout("00:00:03")
                    .queue(", \"dataType\": \"binary\""));
            send(silence);
            awaitSaid("answered " + silence);
            awaitSaid("the handler answered nothing (204, no body or null)");
            awaitSaid("Timeout value of PT3S was exceeded by function consume");
            awaitSaid("killed and restarted, functionTimeout is over");
            eventually().until(() -> bus.counts("orders").deadLettered() == 1);
            eventually().until(() -> said(": ready after") == 2);
            assertThat(host.stopped()).as("not counted").isNotDone();
            nothingIsLeft();
        }
    }

    @Test
    void aHandlerThatHangsTakesItsOtherInvocationsWithIt() {
        start(busApp(orders().maxDeliveryCount(1)).functionTimeout("00:00:15").queue(", \"dataType\": \"binary\""));
        send("hang");
        awaitSaid("order hang");
        // Late enough for its own time not to be over when the first one's is.
        send("slow 5000");
        awaitSaid("answered slow 5000");
        send("slow 60000");
        awaitSaid("exceeded by function consume");
        eventually().until(() -> bus.counts("orders").deadLettered() == 2);
        assertThat(said("Timeout value"))
                .as("the other one just loses its handler")
                .isEqualTo(1);
    }

    @Test
    void whatTheHandlerStartedGoesWithIt() {
        start(app().setting("START", "child").http("echo", "echo", "anonymous"));
        awaitSaid("child ");
        long child = log.stream()
                .filter(line -> line.contains("child "))
                .map(line -> Long.parseLong(line.replaceAll(".*child ", "")))
                .findFirst()
                .orElseThrow();
        assertThat(lives(child)).isTrue();
        host.close();
        eventually().until(() -> !lives(child));
    }

    @Test
    void aHandlerThatCantBeStartedIsSaidAtOnce() throws Exception {
        var folder = app().http("echo", "echo", "anonymous").write();
        Files.setPosixFilePermissions(folder.resolve("handler"), PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> FunctionsHost.builder().app(folder, 0).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(folder.resolve("handler")
                        + " is not executable: chmod 755 it (a zip must carry the mode, too)");
        Files.delete(folder.resolve("handler"));
        assertThatThrownBy(() -> FunctionsHost.builder()
                        .app(folder, 0)
                        .grace(Duration.ofSeconds(1))
                        .start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("Cannot run program \"handler\"");
    }
}
