package dev.sluice.emulator.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** A broker in a JVM of its own: where it listens, and how much processor time it has used. */
final class Broker implements AutoCloseable {

    // The same for both; a fixed heap, so that neither profits from growing it.
    private static final List<String> JAVA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xms1g", "-Xmx1g", "-XX:+UseG1GC");

    private final Process process;
    private final int port;
    private final Path folder;

    private Broker(Process process, int port, Path folder) {
        this.process = process;
        this.port = port;
        this.folder = folder;
    }

    /** The emulator's own jar. */
    static Broker sluice(Path jar, Durability durability) throws IOException {
        int port = freePort();
        var folder = Files.createTempDirectory("benchmark-sluice");
        var command = new ArrayList<>(JAVA);
        command.addAll(List.of("-jar", jar.toString(), "--port=" + port, "--admin-port=0"));
        if (durability != Durability.MEMORY) {
            command.add("--data=" + folder);
        }
        if (durability == Durability.SYNC) {
            command.add("--fsync");
        }
        return start(command, port, folder);
    }

    /** Artemis from this process's class path. */
    static Broker artemis(Durability durability) throws IOException {
        int port = freePort();
        var folder = Files.createTempDirectory("benchmark-artemis");
        var command = new ArrayList<>(JAVA);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ArtemisProcess.class.getName()));
        command.addAll(List.of("" + port, durability.name().toLowerCase(Locale.ROOT), folder.toString()));
        return start(command, port, folder);
    }

    int port() {
        return port;
    }

    /** Processor time used so far, of all its threads. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Broker start(List<String> command, int port, Path folder) throws IOException {
        var pinned = new ArrayList<>(Processors.broker());
        pinned.addAll(command);
        var process = new ProcessBuilder(pinned)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var broker = new Broker(process, port, folder);
        var output = process.inputReader();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.contains("AMQP on ")) {
                return broker;
            }
        }
        broker.close();
        throw new IOException("ended before it was ready: " + String.join(" ", command));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
