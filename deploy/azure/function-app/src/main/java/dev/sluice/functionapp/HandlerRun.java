package dev.sluice.functionapp;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The training run of a packed handler, on its own and on loopback. Nothing that the service connects to is there. */
final class HandlerRun implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final int SIGTERM = 143;

    /** The service is to start, and no more: none of these addresses answers. */
    private static final Map<String, String> SETTINGS = Map.of(
            "SLUICE_SERVICEBUS_CONNECTION_STRING",
            "Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=none;SharedAccessKey=bm9uZQ==;UseDevelopmentEmulator=true;",
            "SLUICE_SEND_TIMEOUT",
            "1S",
            "QUARKUS_DATASOURCE_JDBC_URL",
            "jdbc:postgresql://127.0.0.1:1/none");

    /** Variables of this process that would configure the handler. */
    private static final List<String> OURS = List.of("SLUICE_", "QUARKUS_", "JAVA_", "JDK_", "AZURE_", "ServiceBus");

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address;
    private final Process process;
    private final File log;

    private HandlerRun(Process process, URI address, File log) {
        this.process = process;
        this.address = address;
        this.log = log;
    }

    /**
     * Starts a handler.
     *
     * @param app the function app
     * @param javaHome the JVM that it is to use
     * @param log where its output goes
     * @param arguments its arguments
     */
    static HandlerRun start(Path app, String javaHome, Path log, String... arguments) throws IOException {
        int port = freePort();
        List<String> command = Stream.concat(Stream.of(app.resolve(Handler.NAME).toString()), Stream.of(arguments))
                .toList();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> OURS.stream().anyMatch(name::startsWith));
        builder.environment().putAll(SETTINGS);
        builder.environment().put("JAVA_HOME", javaHome);
        builder.environment().put("FUNCTIONS_CUSTOMHANDLER_PORT", Integer.toString(port));
        return new HandlerRun(builder.start(), URI.create("http://127.0.0.1:" + port), log.toFile());
    }

    /** Waits until it answers anything, which is all that the host asks of it. @throws IOException if it never does */
    void awaitReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && process.isAlive()) {
            try {
                send(new Request("GET", "/", ""));
                return;
            } catch (IOException notYet) {
                Thread.sleep(POLL.toMillis());
            }
        }
        throw new IOException("the handler does not start: see " + log + "\n" + Files.readString(log.toPath()));
    }

    /** One request. Its answer does not matter. */
    record Request(String method, String path, String body) {
        /** From {@code METHOD path} or {@code METHOD path body}. */
        static Request parse(String text) {
            String[] parts = text.split(" ", 3);
            return new Request(parts[0], parts[1], parts.length > 2 ? parts[2] : "");
        }
    }

    /** Sends a request and waits for the answer. */
    void send(Request request) throws IOException, InterruptedException {
        BodyPublisher body =
                request.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body());
        client.send(
                HttpRequest.newBuilder(address.resolve(request.path()))
                        .header("Content-Type", "application/json")
                        .timeout(PATIENCE)
                        .method(request.method(), body)
                        .build(),
                BodyHandlers.discarding());
    }

    /** Asks it to stop and waits until it has. @throws IOException if it does not end as it should */
    void stop() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != SIGTERM) {
            throw new IOException("the handler did not end as it should: see " + log);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
