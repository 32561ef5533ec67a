package dev.sluice.stack.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code up} in a process of its own, as the terminal has it. */
class UpCommandIT {
    private static final Pattern PID = Pattern.compile("pid (\\d+)");
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/(q/[a-z-]+|entities)");

    @TempDir
    Path directory;

    private List<ProcessHandle> processes = List.of();
    private Process up;

    @AfterEach
    void stop() {
        if (up != null) {
            up.destroyForcibly();
        }
        processes.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void tellsWhereEverythingIsAndLeavesNothingBehindAfterCtrlC() throws Exception {
        String text = start("processor");
        assertAddresses(text, 7);
        assertConsole(text, "consumer-1");
        assertThat(text).contains("jdbc:postgresql://127.0.0.1:");
        assertThat(processes).as("producer, consumer, emulator, PostgreSQL").hasSize(4);

        signal("INT");
        assertThat(up.exitValue()).isEqualTo(130);
        assertThat(processes).noneMatch(ProcessHandle::isAlive);

        Path logs = Path.of(text.replaceAll("(?s).*Logs: (\\S+).*", "$1"));
        assertThat(logs.resolve("consumer-1.log"))
                .content()
                .as("stopped, not killed")
                .contains("sluice-consumer stopped in");
        assertThat(logs.resolve("producer.log")).content().contains("sluice-producer stopped in");
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "KILL, 137"})
    void underTheFunctionsHostAsWell(String signal, int code) throws Exception {
        String text = start("functions");
        assertAddresses(text, 5);
        assertConsole(text, "consumer 1");
        assertThat(text.lines().filter(line -> line.contains("handlers"))).hasSize(2);
        assertThat(processes)
                .as("two hosts, two handlers, emulator, PostgreSQL")
                .hasSize(6)
                .doesNotHaveDuplicates();

        signal(signal);
        assertThat(up.exitValue()).isEqualTo(code);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(processes).noneMatch(ProcessHandle::isAlive));
    }

    private static void assertAddresses(String text, int number) {
        List<String> addresses =
                ADDRESS.matcher(text).results().map(MatchResult::group).toList();
        assertThat(addresses).as(text).hasSize(number).allSatisfy(address -> assertThat(status(address))
                .as(address)
                .isEqualTo(200));
    }

    /** The page is there, and its stream tells of an instance. */
    private static void assertConsole(String text, String instance) throws IOException {
        URI console = URI.create(text.replaceAll("(?s).*Console +(\\S+).*", "$1"));
        assertThat(status(console.toString())).isEqualTo(200);
        try (BufferedReader events = new BufferedReader(
                new InputStreamReader(console.resolve("/events").toURL().openStream(), StandardCharsets.UTF_8))) {
            assertThat(events.readLine()).startsWith("data: {").contains("\"" + instance + "\"");
        }
    }

    private String start(String inlet) throws IOException {
        Path output = directory.resolve("up.txt");
        launch(inlet, output);
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            assertThat(up.isAlive()).as(Files.readString(output)).isTrue();
            return Files.readString(output).contains("Ctrl-C stops everything.");
        });
        String text = Files.readString(output);
        processes = PID.matcher(text)
                .results()
                .map(match -> ProcessHandle.of(Long.parseLong(match.group(1))).orElseThrow())
                .toList();
        return text;
    }

    /** As the leader of a process group, which is what a terminal sends Ctrl-C to. */
    private void launch(String inlet, Path output) throws IOException {
        up = new ProcessBuilder(
                        "setsid",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StackCommand.class.getName(),
                        "up",
                        "--inlet",
                        inlet,
                        "--consumers",
                        "1")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private void signal(String signal) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + signal, "--", "-" + up.pid())
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
        assertThat(up.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    private static int status(String address) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create(address)).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(address, e);
        }
    }
}
