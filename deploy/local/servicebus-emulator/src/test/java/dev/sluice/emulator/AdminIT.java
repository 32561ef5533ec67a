package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.emulator.broker.EntityCounts;
import dev.sluice.emulator.broker.QueueOptions;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The admin page over HTTP. */
class AdminIT extends SdkTest {

    @BeforeEach
    void start() {
        emulator = ServiceBusEmulator.builder()
                .queue(QueueOptions.named("orders").maxSizeBytes(5_000))
                .queue(QueueOptions.named("deep/path/queue"))
                .start();
    }

    @Test
    void aResetDropsEverythingAndTheQueueGoesOn() throws Exception {
        var sender = sender("orders");
        var receiver = receiver("orders");
        sender.sendMessage(message("dead"));
        receiver.deadLetter(receiveOne(receiver));
        sender.sendMessage(message("deferred"));
        receiver.defer(receiveOne(receiver));
        sender.sendMessage(message("locked"));
        var locked = receiveOne(receiver);
        sender.scheduleMessage(message("scheduled"), OffsetDateTime.now().plusHours(1));
        sender.sendMessage(message("x".repeat(3_000)));
        sender("deep/path/queue").sendMessage(message("stays"));
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(1, 1, 1, 1, 1));
        assertThat(request("DELETE", "/entities/Orders/messages", null).statusCode())
                .isEqualTo(204);
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
        assertThat(emulator.counts("deep/path/queue").active()).isEqualTo(1);
        assertThatThrownBy(() -> receiver.complete(locked))
                .isInstanceOfSatisfying(ServiceBusException.class, failure -> assertThat(failure.getReason())
                        .isEqualTo(ServiceBusFailureReason.MESSAGE_LOCK_LOST));
        sender.sendMessage(message("x".repeat(3_000)));
        assertThat(request("DELETE", "/messages", null).statusCode()).isEqualTo(204);
        assertThat(emulator.counts("orders").active()).isZero();
        assertThat(emulator.counts("deep/path/queue").active()).isZero();
    }

    @Test
    void metricsCountWhatHappened() throws Exception {
        var sender = sender("orders");
        var receiver = receiver("orders");
        sender.sendMessage(message("a"));
        receiver.abandon(receiveOne(receiver));
        receiver.deadLetter(receiveOne(receiver));
        sender.sendMessage(message("b"));
        receiver.complete(receiveOne(receiver));
        var metrics = request("GET", "/metrics", null).body();
        assertThat(metrics.lines())
                .contains(
                        "sluice_emulator_connections 2",
                        "sluice_emulator_settlements_total{outcome=\"completed\"} 1",
                        "sluice_emulator_settlements_total{outcome=\"abandoned\"} 1",
                        "sluice_emulator_settlements_total{outcome=\"dead-lettered\"} 1",
                        "sluice_emulator_accepted_messages_total{entity=\"orders\"} 2",
                        "sluice_emulator_delivered_messages_total{entity=\"orders\"} 3",
                        "sluice_emulator_dead_lettered_messages_total{entity=\"orders\"} 1",
                        "sluice_emulator_messages{entity=\"orders\",state=\"dead-lettered\"} 1")
                .allMatch(line -> line.matches("# (HELP|TYPE) .+|sluice_emulator_[a-z_]+(\\{.+\\})? \\d+"));
        assertThat(metrics).containsPattern("sluice_emulator_received_bytes_total [1-9]\\d{2,}");
        assertThat(metrics).containsPattern("sluice_emulator_sent_bytes_total [1-9]\\d{2,}");
        assertThat(metrics).containsPattern("sluice_emulator_links [1-9]");
    }

    @Test
    void metricsTellWhatIsDeferredWhatIsRefusedAndWhoIsGone() throws Exception {
        var sender = sender("orders");
        var receiver = receiver("orders");
        sender.sendMessage(message("a"));
        receiver.defer(receiveOne(receiver));
        sender.sendMessage(message("b"));
        var lost = receiveOne(receiver);
        request("DELETE", "/messages", null);
        assertThatThrownBy(() -> receiver.complete(lost)).isInstanceOf(ServiceBusException.class);
        receiver.close();
        sender.close();
        await().untilAsserted(
                        () -> assertThat(request("GET", "/metrics", null).body().lines())
                                .contains(
                                        "sluice_emulator_settlements_total{outcome=\"deferred\"} 1",
                                        "sluice_emulator_settlements_total{outcome=\"refused\"} 1",
                                        "sluice_emulator_settlements_total{outcome=\"dead-lettered\"} 0",
                                        "sluice_emulator_links 0",
                                        "sluice_emulator_connections 0"));
    }

    @Test
    void aFaultIsAddedShownAndRemoved() throws Exception {
        var added = request("POST", "/faults", "{\"kind\":\"delay\",\"entity\":\"orders\",\"millis\":5,\"times\":7}");
        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(added.body())
                .isEqualTo("{\"id\":\"1\",\"kind\":\"delay\",\"entity\":\"orders\",\"times\":7,\"probability\":1.0,"
                        + "\"millis\":5,\"struck\":0}");
        sender("orders").sendMessage(message("a"));
        var faults = new ObjectMapper().readTree(request("GET", "/faults", null).body());
        assertThat(faults.get(0).get("struck").asInt()).isEqualTo(1);
        assertThat(request("DELETE", "/faults/1", null).statusCode()).isEqualTo(204);
        assertThat(request("DELETE", "/faults/1", null).statusCode()).isEqualTo(404);
        var more = "\"connection\":\"nobody\",\"times\":0,\"probability\":0.5,\"when\":\"after\"";
        assertThat(request("POST", "/faults", "{\"kind\":\"drop-connection\"," + more + "}")
                        .body())
                .isEqualTo("{\"id\":\"2\",\"kind\":\"drop-connection\"," + more + ",\"struck\":0}");
        assertThat(request("DELETE", "/faults", null).statusCode()).isEqualTo(204);
        assertThat(request("GET", "/faults", null).body()).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"kind\":\"explode\"} | expected server-busy, delay, drop-connection, drop-settlement, detach-link",
                "{\"kind\":\"delay\"} | 'delay' needs a 'millis'",
                "{\"kind\":\"delay\",\"millis\":-1} | 'delay' needs a 'millis'",
                "{\"kind\":\"server-busy\",\"millis\":1} | only delay and freeze take 'millis'",
                "{\"kind\":\"server-busy\",\"tims\":1} | 'tims' is not a field: expected one of",
                "{\"kind\":\"server-busy\",\"times\":\"1\"} | 'times': expected a whole number",
                "{\"kind\":\"server-busy\",\"times\":-1} | 'times' must not be negative",
                "{\"kind\":\"server-busy\",\"probability\":1.5} | 'probability' must be above 0",
                "{\"kind\":\"server-busy\",\"entity\":\"gone\"} | there is no entity 'gone'",
                "{\"kind\":\"drop-connection\",\"when\":\"now\"} | 'when': expected one of [before, after]",
                "{\"kind\":\"delay\",\"kind\":\"delay\"} | Duplicate field",
                "{} | 'kind' is missing",
                "[] | expected a JSON object",
                "{\"kind\": | Unexpected end-of-input",
            })
    void whatIsWrongWithAFaultIsSaid(String body, String words) throws Exception {
        var answer = request("POST", "/faults", body);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(new ObjectMapper().readTree(answer.body()).get("error").asText())
                .contains(words);
        assertThat(request("GET", "/faults", null).body()).isEqualTo("[]");
    }

    @Test
    void anEntityIsShownAndSwitchedOffAndOn() throws Exception {
        assertThat(request("PUT", "/entities/deep/path/queue/status", "{\"status\":\"SendDisabled\"}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(request("GET", "/entities/deep/path/queue", null).body())
                .startsWith(
                        "{\"name\":\"deep/path/queue\",\"type\":\"queue\",\"status\":\"SendDisabled\",\"counts\":{");
        assertThat(request("PUT", "/entities/orders/status", "{\"status\":\"Off\"}")
                        .body())
                .contains("'Off' is not a status: expected one of [Active, Disabled, SendDisabled, ReceiveDisabled]");
        assertThat(request("PUT", "/entities/gone/status", "{\"status\":\"Active\"}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(request("GET", "/entities/gone", null).statusCode()).isEqualTo(404);
        assertThat(request("DELETE", "/entities/gone/messages", null).statusCode())
                .isEqualTo(404);
        assertThat(request("POST", "/messages", "{}").statusCode()).isEqualTo(405);
    }

    @Test
    void pagesOfOtherSitesHaveNoAccess() throws Exception {
        sender("orders").sendMessage(message("a"));
        var own = "127.0.0.1:" + emulator.adminPort();
        assertThat(raw("DELETE /messages", "Host: " + own, "Origin: https://evil.example"))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("DELETE /messages", "Host: " + own, "Origin: null")).startsWith("HTTP/1.1 403");
        assertThat(raw("DELETE /messages", "Host: " + own, "Sec-Fetch-Site: cross-site"))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("GET /entities", "Host: evil.example:" + emulator.adminPort()))
                .startsWith("HTTP/1.1 403");
        assertThat(raw("POST /faults", "Host: " + own, "Content-Type: text/plain", "Content-Length: 0"))
                .startsWith("HTTP/1.1 415");
        assertThat(emulator.counts("orders").active()).isEqualTo(1);
        assertThat(raw("DELETE /messages", "Host: " + own, "Origin: http://" + own))
                .startsWith("HTTP/1.1 204");
        assertThat(raw("GET /health", "Host: localhost")).startsWith("HTTP/1.1 200");
    }

    @Test
    void aBodyWithoutEndIsCutOff() throws Exception {
        var answer = request("POST", "/faults", "{\"kind\":\"" + "x".repeat(100_000) + "\"}");
        assertThat(answer.statusCode()).isEqualTo(413);
    }

    private HttpResponse<String> request(String method, String path, String body) throws Exception {
        return request(emulator, method, path, body);
    }

    static HttpResponse<String> request(ServiceBusEmulator emulator, String method, String path, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + emulator.adminPort() + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private String raw(String request, String... headers) throws IOException {
        try (var socket = new Socket("127.0.0.1", emulator.adminPort())) {
            socket.setSoTimeout(30_000);
            var text = request + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
