package dev.sluice.functions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The jar as users start it. */
@Timeout(120)
class FunctionsHostCommandIT extends HostTest {

    private static final Path JAR = Path.of("target", "functions-host.jar");

    private Process process;

    @AfterEach
    void stop() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Test
    void itSaysWhereItListensAndLeavesNothingAfterSigterm() throws Exception {
        var other = new TestApp(temporary.resolve("other"))
                .http("two", "two", "anonymous")
                .write();
        var output = run("--app", anApp().toString(), "--port", "0", "--app", other.toString(), "--port", "0");
        var first = awaitLine(output, "Functions host: ");
        assertThat(first)
                .matches("Functions host: shop on http://127\\.0\\.0\\.1:[1-9]\\d* \\(echo\\), other on"
                        + " http://127\\.0\\.0\\.1:[1-9]\\d* \\(two\\)");
        awaitLine(output, "ready after");
        var children = process.descendants().toList();
        assertThat(children).hasSizeGreaterThanOrEqualTo(2);
        process.toHandle().destroy();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        eventually().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void killedItTakesItsHandlersAlong() throws Exception {
        var output = run("--app", anApp().toString(), "--port", "0");
        awaitLine(output, "ready after");
        var children = process.descendants().toList();
        assertThat(children).isNotEmpty();
        process.destroyForcibly();
        try {
            eventually().until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        } finally {
            children.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void aHandlerThatFailsThreeTimesEndsItWithExitCode1() throws Exception {
        var app = app().setting("START", "exit 9")
                .http("echo", "echo", "anonymous")
                .write();
        var output = run("--app", app.toString(), "--port", "0");
        awaitLine(output, "shop: the handler failed 3 times, last: exited with code 9");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
    }

    @Test
    void aPortInUseIsOneSentenceAndExitCode1() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            var output = run("--app", anApp().toString(), "--port", "" + taken.getLocalPort());
            assertThat(output.readLine()).startsWith("can't listen on 127.0.0.1:" + taken.getLocalPort());
            assertThat(output.readLine()).isNull();
            assertThat(process.waitFor()).isEqualTo(1);
        }
    }

    @Test
    void aWrongFileIsOneSentenceAndExitCode2() throws Exception {
        var app = anApp();
        var file = Files.writeString(app.resolve("echo/function.json"), "{\"bindings\":[{\"type\":\"blobTrigger\"}]}");
        var output = run("--app", app.toString());
        assertThat(output.readLine())
                .isEqualTo(file + ": $.bindings[0].type: expected one of [http, httpTrigger, serviceBusTrigger] (other"
                        + " bindings are not supported here), found \"blobTrigger\"");
        assertThat(output.readLine()).isNull();
        assertThat(process.waitFor()).isEqualTo(2);
    }

    @Test
    void anAppWithoutKeysIsOpenOnLoopbackAndRefusedElsewhere() throws Exception {
        var open = app().http("keyed", "keyed", "function").write();
        Files.delete(open.resolve("local.settings.json"));
        assertThat(awaitLine(run("--app", open.toString(), "--port", "0"), "Functions host: "))
                .contains("(keyed, no keys asked for)");
        process.destroyForcibly().waitFor();
        assertThat(run("--app", open.toString(), "--port", "0", "--host", "0.0.0.0")
                        .readLine())
                .contains("has no keys")
                .contains("section Keys");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    @Test
    void wrongOptionsAreExitCode2AndHelpAndVersionAre0() throws Exception {
        assertThat(run("--ap", "x").readLine()).contains("Unknown option");
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(run("--app", anApp().toString(), "--port", "0", "--min", "3", "--max", "2")
                        .readLine())
                .isEqualTo("max must be min to 100, is 2");
        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(run("--version").readLine()).matches("functions-host \\d.*");
        assertThat(process.waitFor()).isZero();
        assertThat(run("--help").readLine()).startsWith("Usage: functions-host");
        assertThat(process.waitFor()).isZero();
    }

    private Path anApp() {
        return app().http("echo", "echo", "anonymous").write();
    }

    private static String awaitLine(BufferedReader output, String text) throws IOException {
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains(text)) {
                return line;
            }
        }
        throw new AssertionError("it ended without saying '" + text + "'");
    }

    private BufferedReader run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return process.inputReader();
    }
}
