package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.emulator.broker.QueueOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Starting and stopping, the admin page, and clients that break the protocol. */
class LifecycleIT extends SdkTest {

    @Test
    void closingTwiceLeavesNoThreadAndNoPortBehind() throws Exception {
        var before = threads();
        var closing = ServiceBusEmulator.builder().start();
        int port = closing.port();
        new Socket("127.0.0.1", port).close();
        get(closing.adminPort(), "/health");
        assertThat(threads().stream().filter(name -> name.startsWith("sluice-emulator")))
                .isNotEmpty();
        closing.close();
        closing.close();
        // Netty's own globalEventExecutor and the HTTP client's threads end by themselves a moment later.
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            var left = new HashSet<>(threads());
            left.removeAll(before);
            left.removeIf(name -> name.startsWith("HttpClient-") || name.startsWith("awaitility"));
            assertThat(left).isEmpty();
        });
        assertThatThrownBy(() -> new Socket("127.0.0.1", port)).isInstanceOf(IOException.class);
    }

    @Test
    void aPortThatIsTakenIsSaidInOneSentence() {
        start(QueueOptions.named("orders"));
        assertThatThrownBy(
                        () -> ServiceBusEmulator.builder().port(emulator.port()).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("can't listen on 127.0.0.1:" + emulator.port());
        assertThatThrownBy(() ->
                        ServiceBusEmulator.builder().adminPort(emulator.port()).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("can't listen on 127.0.0.1:" + emulator.port());
    }

    @Test
    void theAdminPageTellsHealthAndCounts() throws Exception {
        emulator =
                ServiceBusEmulator.builder().queue(QueueOptions.named("orders")).start();
        sender("orders").sendMessage(message("a"));
        var health = get(emulator.adminPort(), "/health");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(json(health).get("status").asText()).isEqualTo("ok");
        var entities = json(get(emulator.adminPort(), "/entities"));
        assertThat(entities).hasSize(1);
        assertThat(entities.get(0).get("name").asText()).isEqualTo("orders");
        assertThat(entities.get(0).get("counts").toString())
                .isEqualTo("{\"active\":1,\"locked\":0,\"deadLettered\":0,\"scheduled\":0,\"deferred\":0}");
        assertThat(get(emulator.adminPort(), "/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    void aConnectionThatTalksNonsenseIsClosedAndOthersGoOn() throws Exception {
        start(QueueOptions.named("orders"));
        var sender = sender("orders");
        sender.sendMessage(message("before"));
        try (var socket = new Socket("127.0.0.1", emulator.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: me\r\n\r\n".getBytes());
            // What it says before it closes is its affair; that it closes is the point.
            socket.getInputStream().readAllBytes();
        }
        sender.sendMessage(message("after"));
        assertThat(emulator.counts("orders").active()).isEqualTo(2);
    }

    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .collect(Collectors.toSet());
    }

    private static HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }
}
