package dev.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.postgres.LocalPostgres;
import dev.sluice.testkit.PackagedService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application as the custom handler of a Functions host: where it listens, and with what it leaves. */
class FunctionsHandlerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PORT = "FUNCTIONS_CUSTOMHANDLER_PORT";

    @TempDir
    Path directory;

    @Test
    void listensWhereTheHostWantsItWithNothingElseThere() throws Exception {
        int port = freePort();
        try (PackagedService service = start(Map.of(PORT, String.valueOf(port)))) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> answer(port) < 500);
            assertThat(service.output()).doesNotContain("database ready");
            service.terminate();

            assertThat(service.awaitEnd()).isEqualTo(143);
            assertThat(service.output()).contains("Listening on: http://127.0.0.1:" + port);
        }
    }

    @Test
    void refusesToListenWhereOthersThanTheHostReachIt() throws Exception {
        assertEnd(Map.of(PORT, String.valueOf(freePort()), "QUARKUS_HTTP_HOST", "0.0.0.0"), 1, "quarkus.http.host");
    }

    @Test
    void refusesABatchThatOutlivesItsLocks() throws Exception {
        assertEnd(
                Map.of(
                        PORT,
                        String.valueOf(freePort()),
                        "AzureFunctionsJobHost__extensions__serviceBus__maxMessageBatchSize",
                        "1000"),
                1,
                "a batch of 1000");
    }

    /** 200 makes the host start it again without counting it as a failure; elsewhere it is a failure like any other. */
    @Test
    void givesUpOnADatabaseThatIsThereAndCannotBeUsed() throws Exception {
        try (LocalPostgres postgres = LocalPostgres.start()) {
            Map<String, String> unusable = new HashMap<>(Map.of(
                    "QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(),
                    "QUARKUS_DATASOURCE_USERNAME", LocalPostgres.username(),
                    "QUARKUS_DATASOURCE_PASSWORD", LocalPostgres.password(),
                    "SLUICE_DATABASE_MAX_INSTANCES", "1000",
                    "SLUICE_DATABASE_UNUSABLE_LIMIT", "1S"));
            assertEnd(unusable, 1, "sluice.database.max-instances");

            unusable.put(PORT, String.valueOf(freePort()));
            assertEnd(unusable, 200, "sluice.database.max-instances");
        }
    }

    private void assertEnd(Map<String, String> environment, int code, String reason) throws Exception {
        try (PackagedService service = start(environment)) {
            assertThat(service.awaitEnd()).isEqualTo(code);
            assertThat(service.output()).contains(reason);
        }
    }

    private PackagedService start(Map<String, String> environment) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "SLUICE_SERVICEBUS_CONNECTION_STRING",
                "Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=a;SharedAccessKey=a2V5;UseDevelopmentEmulator=true;",
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:postgresql://127.0.0.1:1/nobody-listens"));
        settings.putAll(environment);
        return PackagedService.start(directory.resolve("log"), settings);
    }

    private static int answer(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .timeout(Duration.ofSeconds(5))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
