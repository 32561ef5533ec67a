package dev.sluice.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application as a process: how it starts, refuses to start and ends. */
class StartUpIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String BUS = "SLUICE_SERVICEBUS_CONNECTION_STRING";
    private static final String NAMESPACE = "SLUICE_SERVICEBUS_FULLY_QUALIFIED_NAMESPACE";
    private static final String HANDLER_PORT = "FUNCTIONS_CUSTOMHANDLER_PORT";
    private static final String SECRET = "c2VjcmV0";
    private static final String NOBODY_LISTENS = "Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=a;SharedAccessKey="
            + SECRET + ";UseDevelopmentEmulator=true;";

    @TempDir
    Path directory;

    @Test
    void refusesToStartWithoutAServiceBus() throws Exception {
        assertRefused(Map.of(), "no Service Bus is configured");
    }

    @Test
    void refusesToStartWithTwoServiceBuses() throws Exception {
        assertRefused(Map.of(BUS, NOBODY_LISTENS, NAMESPACE, "contoso.servicebus.windows.net"), "are both set");
    }

    @Test
    void refusesAStatusUrlThatIsNotAbsolute() throws Exception {
        assertRefused(
                Map.of(BUS, NOBODY_LISTENS, "SLUICE_ORDERS_STATUS_URL", "/api/orders"), "sluice.orders.status-url");
    }

    @Test
    void refusesASendTimeoutThatOutlivesTheConnection() throws Exception {
        assertRefused(Map.of(BUS, NOBODY_LISTENS, "SLUICE_SEND_TIMEOUT", "15S"), "sluice.send.timeout");
    }

    @Test
    void refusesBoundsThatLetNothingThrough() throws Exception {
        assertRefused(Map.of(BUS, NOBODY_LISTENS, "SLUICE_SEND_MAX_IN_FLIGHT", "0"), "sluice.send.max-in-flight");
    }

    @Test
    void startsWithoutReachingServiceBusAndEndsOnSigterm() throws Exception {
        try (PackagedService service = start(Map.of(BUS, NOBODY_LISTENS))) {
            await().atMost(PATIENCE).until(() -> service.output().contains("Listening on: http://127.0.0.1:"));
            service.terminate();

            assertThat(service.awaitEnd()).isEqualTo(143);
            assertThat(service.output()).doesNotContain(SECRET);
        }
    }

    /** The host polls its handler until it gets an answer, whichever. */
    @Test
    void listensWhereTheFunctionsHostWantsIt() throws Exception {
        int port = freePort();
        try (PackagedService service = start(Map.of(BUS, NOBODY_LISTENS, HANDLER_PORT, String.valueOf(port)))) {
            await().atMost(PATIENCE).ignoreExceptions().until(() -> answer(port) < 500);
            service.terminate();

            assertThat(service.awaitEnd()).isEqualTo(143);
            assertThat(service.output()).contains("Listening on: http://127.0.0.1:" + port);
        }
    }

    @Test
    void refusesToBeReachedPastTheFunctionsHost() throws Exception {
        assertRefused(
                Map.of(BUS, NOBODY_LISTENS, HANDLER_PORT, String.valueOf(freePort()), "QUARKUS_HTTP_HOST", "0.0.0.0"),
                "quarkus.http.host");
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

    private void assertRefused(Map<String, String> environment, String reason) throws Exception {
        try (PackagedService service = start(environment)) {
            assertThat(service.awaitEnd()).isEqualTo(1);
            assertThat(service.output()).contains(reason).doesNotContain("\tat ", "Listening on", SECRET);
        }
    }

    private PackagedService start(Map<String, String> environment) throws IOException {
        return PackagedService.start(directory.resolve("log"), environment);
    }
}
