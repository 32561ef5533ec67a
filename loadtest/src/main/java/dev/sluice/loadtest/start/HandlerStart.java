package dev.sluice.loadtest.start;

import dev.sluice.loadtest.measure.ProcessUsage;
import dev.sluice.stack.StackException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One start of a handler, as the Functions host starts it; nothing that it connects to is there.
 *
 * @param millis from the start of its process to its first 200
 * @param rssBytes the memory that it holds then
 */
record HandlerStart(double millis, long rssBytes) {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long POLL_MILLIS = 5;
    private static final String ARCHIVE_TAKEN = " taken";

    /** None of these addresses answers. */
    private static final Map<String, String> SETTINGS = Map.of(
            "SLUICE_SERVICEBUS_CONNECTION_STRING",
            "Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=none;SharedAccessKey=bm9uZQ==;UseDevelopmentEmulator=true;",
            "SLUICE_SEND_TIMEOUT",
            "1S",
            "QUARKUS_DATASOURCE_JDBC_URL",
            "jdbc:postgresql://127.0.0.1:1/none");

    /** Variables of this process that would configure the handler. */
    private static final List<String> OURS = List.of("SLUICE_", "QUARKUS_", "JAVA_", "JDK_", "AZURE_", "ServiceBus");

    /**
     * Starts it, waits for its first answer, and ends it.
     *
     * @param log where its output goes; replaced if it exists
     * @throws StackException if it does not start
     */
    static HandlerStart of(Variant variant, Path log) throws InterruptedException {
        try {
            int port = freePort();
            ProcessBuilder builder = new ProcessBuilder(variant.command())
                    .directory(variant.folder().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().keySet().removeIf(name -> OURS.stream().anyMatch(name::startsWith));
            builder.environment().putAll(SETTINGS);
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().put("FUNCTIONS_CUSTOMHANDLER_PORT", Integer.toString(port));
            long begin = System.nanoTime();
            Process process = builder.start();
            try {
                awaitAnswer(process, URI.create("http://127.0.0.1:" + port + "/q/health/live"));
                HandlerStart start = new HandlerStart(
                        (System.nanoTime() - begin) / 1e6,
                        ProcessUsage.residentBytes(process.pid()).orElse(0));
                requireArchiveTaken(variant, log);
                return start;
            } catch (StackException e) {
                throw new StackException(variant.text() + ": " + e.getMessage() + "\n" + Files.readString(log), e);
            } finally {
                end(process);
            }
        } catch (IOException e) {
            throw new StackException(variant.text() + " can't be started: " + e, e);
        }
    }

    private static void awaitAnswer(Process process, URI live) throws InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request = HttpRequest.newBuilder(live).timeout(PATIENCE).build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
                    return;
                }
            } catch (IOException notYet) {
                // Nobody listens so early.
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        throw new StackException(process.isAlive() ? "no 200 from " + live + " in time" : "it ended early");
    }

    private static void requireArchiveTaken(Variant variant, Path log) throws IOException {
        if (variant.kind() == Variant.Kind.ARCHIVE && !Files.readString(log).contains(ARCHIVE_TAKEN)) {
            throw new StackException("its class archive was not taken, so there is nothing to compare");
        }
    }

    private static void end(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
