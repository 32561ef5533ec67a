package dev.sluice.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.emulator.ServiceBusEmulator;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.testkit.PackagedService;
import dev.sluice.testkit.TcpProxy;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM while an order waits for Service Bus: it is answered, and nothing new is taken. */
class StopIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int GONE = -1;

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void anOrderInHandIsAnsweredAndNoOtherIsTaken() throws Exception {
        int port = freePort();
        try (ServiceBusEmulator emulator = ServiceBusEmulator.builder()
                        .adminPort(-1)
                        .queue(QueueOptions.named("orders"))
                        .start();
                TcpProxy proxy = new TcpProxy(emulator.port());
                PackagedService service = start(port, throughProxy(emulator, proxy))) {
            await().atMost(PATIENCE).until(() -> post(port).get() == 202);
            long before = emulator.counts("orders").active();

            proxy.holdAnswers();
            CompletableFuture<Integer> inHand = post(port);
            await().atMost(PATIENCE).until(() -> emulator.counts("orders").active() == before + 1);
            service.terminate();
            await().atMost(PATIENCE).until(() -> probe(port) != 404);
            assertThat(probe(port)).isEqualTo(503);
            assertThat(inHand).isNotDone();
            proxy.release();

            assertThat(inHand.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(202);
            assertThat(service.awaitEnd()).isEqualTo(143);
            assertThat(emulator.counts("orders").active()).isEqualTo(before + 1);
        }
    }

    private CompletableFuture<Integer> post(int port) {
        HttpRequest request = request(port, "/api/orders")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(TestOrders.order("contoso")))
                .build();
        return http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .handle((answer, failure) -> failure == null ? answer.statusCode() : GONE);
    }

    /** 404 as long as requests are taken. */
    private int probe(int port) throws InterruptedException {
        try {
            return http.send(request(port, "/nothing").build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return GONE;
        }
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private PackagedService start(int port, String bus) throws IOException {
        return PackagedService.start(
                directory.resolve("log"),
                Map.of(
                        "QUARKUS_HTTP_PORT",
                        String.valueOf(port),
                        "SLUICE_SERVICEBUS_CONNECTION_STRING",
                        bus,
                        "SLUICE_SEND_TIMEOUT",
                        "14S"));
    }

    private static String throughProxy(ServiceBusEmulator emulator, TcpProxy proxy) {
        return emulator.connectionString().replace(":" + emulator.port(), ":" + proxy.port());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
