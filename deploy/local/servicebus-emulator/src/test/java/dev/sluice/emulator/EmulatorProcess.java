package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The real jar in a process of its own, that can be killed and started again on the same port. */
final class EmulatorProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target", "servicebus-emulator.jar");
    private static final Pattern STARTED = Pattern.compile("AMQP on 127\\.0\\.0\\.1:(\\d+),.*");

    private static final Pattern ADMIN = Pattern.compile("http://127\\.0\\.0\\.1:(\\d+)/health");

    private final List<String> output = new ArrayList<>();
    private final Process process;
    private final int port;

    private EmulatorProcess(Process process) throws IOException {
        this.process = process;
        int found = 0;
        for (var line = process.inputReader().readLine(); line != null && found == 0; ) {
            output.add(line);
            var started = STARTED.matcher(line);
            found = started.find() ? Integer.parseInt(started.group(1)) : 0;
            line = found == 0 ? process.inputReader().readLine() : line;
        }
        port = found;
        var reader = new Thread(this::readOn, "emulator-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts it, and returns when it serves or has ended. The prefix is put before java, for instance a shell's limits. */
    static EmulatorProcess start(List<String> prefix, List<String> javaOptions, List<String> arguments)
            throws IOException {
        var command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions);
        command.addAll(List.of("-jar", JAR.toString(), "--admin-port", "0"));
        command.addAll(arguments);
        return new EmulatorProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    static EmulatorProcess start(String... arguments) throws IOException {
        return start(List.of(), List.of(), List.of(arguments));
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    int port() {
        assertThat(port).as("it started: " + output()).isPositive();
        return port;
    }

    int adminPort() {
        var admin = ADMIN.matcher(output());
        assertThat(admin.find()).as("it started: " + output()).isTrue();
        return Integer.parseInt(admin.group(1));
    }

    String connectionString() {
        return "Endpoint=sb://127.0.0.1:" + port()
                + ";SharedAccessKeyName=key;SharedAccessKey=SAS_KEY_VALUE;UseDevelopmentEmulator=true;";
    }

    /** All that it has said so far. */
    String output() {
        synchronized (output) {
            return String.join("\n", output);
        }
    }

    long pid() {
        return process.pid();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    /** SIGTERM; returns the exit code. */
    int stop() throws InterruptedException {
        process.toHandle().destroy();
        return exitCode();
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private void readOn() {
        try {
            for (var line = process.inputReader().readLine();
                    line != null;
                    line = process.inputReader().readLine()) {
                synchronized (output) {
                    output.add(line);
                }
            }
        } catch (IOException e) {
            // It was killed.
        }
    }
}
