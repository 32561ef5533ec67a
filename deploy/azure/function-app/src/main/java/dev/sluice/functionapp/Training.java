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

/**
 * One run of a packed handler, at whose end the JVM writes down the classes that it has loaded: the class archive (AppCDS;
 * from Java 25 on an ahead-of-time cache). Nothing that the service connects to is there.
 */
final class Training {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int SIGTERM = 143;

    /** The service is to start, and no more: none of these addresses answers. */
    private static final Map<String, String> SETTINGS = Map.of(
            "SLUICE_SERVICEBUS_CONNECTION_STRING",
            "Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=none;SharedAccessKey=bm9uZQ==;UseDevelopmentEmulator=true;",
            "SLUICE_SEND_TIMEOUT",
            "1S",
            "QUARKUS_DATASOURCE_JDBC_URL",
            "jdbc:postgresql://127.0.0.1:1/none");

    private final Path app;
    private final List<Request> requests;

    Training(Path app, List<Request> requests) {
        this.app = app;
        this.requests = requests;
    }

    /** One request that is sent; its answer does not matter. */
    record Request(String method, String path, String body) {
        static Request parse(String text) {
            String[] parts = text.split(" ", 3);
            return new Request(parts[0], parts[1], parts.length > 2 ? parts[2] : "");
        }
    }

    /** Runs the handler. @throws IOException if it does not start, or does not end when it is told to */
    void run() throws IOException, InterruptedException {
        int port = freePort();
        File log = app.resolveSibling("function-app-training.log").toFile();
        ProcessBuilder builder = new ProcessBuilder(app.resolve(Handler.NAME).toString(), "--make-archive")
                .redirectErrorStream(true)
                .redirectOutput(log);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("SLUICE_")
                        || name.startsWith("QUARKUS_")
                        || name.startsWith("JAVA_")
                        || name.startsWith("JDK_")
                        || name.startsWith("AZURE_")
                        || name.startsWith("ServiceBus"));
        builder.environment().putAll(SETTINGS);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("FUNCTIONS_CUSTOMHANDLER_PORT", Integer.toString(port));
        Process handler = builder.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + port);
            HttpClient client = HttpClient.newHttpClient();
            awaitReady(client, address, handler, log);
            for (Request request : requests) {
                client.send(request(address, request), BodyHandlers.discarding());
            }
            handler.destroy();
            if (!handler.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || handler.exitValue() != SIGTERM) {
                throw new IOException("the handler did not end as it should: see " + log);
            }
        } finally {
            handler.destroyForcibly();
        }
        if (FileTree.files(app.resolve(Handler.APPLICATION)).stream().noneMatch(Training::isArchive)) {
            System.out.println(
                    "function-app: this JVM made no class archive, so the handler starts without: see " + log);
        }
    }

    private static boolean isArchive(Path file) {
        return file.getFileName().toString().startsWith("classes-");
    }

    private static void awaitReady(HttpClient client, URI address, Process handler, File log)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline && handler.isAlive()) {
            try {
                client.send(request(address, Request.parse("GET /")), BodyHandlers.discarding());
                return;
            } catch (IOException notYet) {
                Thread.sleep(25);
            }
        }
        throw new IOException("the handler does not start: see " + log + "\n" + Files.readString(log.toPath()));
    }

    private static HttpRequest request(URI address, Request request) {
        BodyPublisher body =
                request.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body());
        return HttpRequest.newBuilder(address.resolve(request.path()))
                .header("Content-Type", "application/json")
                .timeout(PATIENCE)
                .method(request.method(), body)
                .build();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
