package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What one idempotency key means from end to end: posted over HTTP, seen in the database. */
class SameKeyIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static LocalStack stack;

    private final String key = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        // Without duplicate detection every repeat reaches the consumers, which must absorb it by themselves.
        stack = LocalStack.builder()
                .inlet(Inlet.PROCESSOR)
                .consumers(2)
                .duplicateDetection(false)
                // Short enough to leave the SDK one try: a send that is cut is answered with 503.
                .producerSetting("SLUICE_SEND_TIMEOUT", "5S")
                .start();
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void theSameOrderAtOnceAndAfterwardsHasOneEffect() throws Exception {
        List<UUID> ids =
                IntStream.range(0, 8).parallel().mapToObj(i -> post("Ada")).toList();
        assertThat(ids).containsOnly(ids.get(0));
        awaitStatus(ids.get(0), "processed");
        assertThat(post("Ada")).isEqualTo(ids.get(0));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(ask("select repeats from inbox where order_id = ?", ids.get(0)))
                        .isEqualTo("8"));
        assertThat(ask("select count(*) from fulfilment where order_id = ?", ids.get(0)))
                .isEqualTo("1");
    }

    @Test
    void anotherOrderUnderTheSameKeyIsAcceptedAndParkedWithTheReason() throws Exception {
        UUID id = post("Ada");
        awaitStatus(id, "processed");
        assertThat(post("Grace")).isEqualTo(id);

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(ask("select reason from parked where order_id = ?", id))
                        .isEqualTo("IdempotencyKeyReused"));
        assertThat(ask("select string_agg(customer, ',') from fulfilment where order_id = ?", id))
                .isEqualTo("Ada");
    }

    /** The connection is cut when the bus has the order and has not said so. The client sends it again under its own key. */
    @Test
    void anOrderWhoseAcknowledgementGotLostHasOneEffectWhenItIsSentAgain() throws Exception {
        JsonNode unavailable = cutBeforeTheAcknowledgement("Ada", key);
        assertThat(unavailable.get("retryWith").asText()).isEqualTo(key);

        UUID id = post("Ada");

        assertThat(unavailable.get("id").asText()).isEqualTo(id.toString());
        assertHasOneEffectAndOneRepeat(id);
    }

    /** The same by a client that has no key of its own: the answer tells it one. */
    @Test
    void anOrderWhoseAcknowledgementGotLostHasOneEffectWhenItIsSentAgainAsTheAnswerSays() throws Exception {
        JsonNode unavailable = cutBeforeTheAcknowledgement("Ada", null);

        UUID id = post("Ada", unavailable.get("retryWith").asText());

        assertThat(unavailable.get("id").asText()).isEqualTo(id.toString());
        assertHasOneEffectAndOneRepeat(id);
    }

    /** Posts an order, the connection of which is cut when the bus has it and has not said so; returns the 503 that it gets. */
    private static JsonNode cutBeforeTheAcknowledgement(String customer, String key) {
        await().atMost(Duration.ofSeconds(30)).until(() -> stack.queued() == 0);
        // Else it may be one of them that is cut off: what it settled last is off the queue a moment before that is
        // answered.
        stack.consumers().forEach(ServiceProcess::pause);
        try {
            HttpRequest fault = HttpRequest.newBuilder(
                            stack.emulator().adminUrl().resolve("/faults"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(
                            "{\"kind\":\"drop-connection\",\"entity\":\"orders\",\"when\":\"after\",\"times\":1}"))
                    .build();
            assertThat(send(fault).statusCode()).isBetween(200, 201);
            HttpResponse<String> answer = send(request(customer, key));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            return read(answer);
        } finally {
            stack.consumers().forEach(ServiceProcess::resume);
        }
    }

    private static void assertHasOneEffectAndOneRepeat(UUID id) throws Exception {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(ask("select repeats from inbox where order_id = ?", id))
                        .isEqualTo("1"));
        assertThat(ask("select count(*) from fulfilment where order_id = ?", id))
                .isEqualTo("1");
    }

    private UUID post(String customer) {
        return post(customer, key);
    }

    private static UUID post(String customer, String key) {
        HttpResponse<String> answer = send(request(customer, key));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return UUID.fromString(read(answer).get("id").textValue());
    }

    private static HttpRequest request(String customer, String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(stack.producerUrl().resolve("/api/orders"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"customer\":\"%s\",\"lines\":[{\"sku\":\"TEA-1\",\"quantity\":1}]}".formatted(customer)));
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return request.build();
    }

    private static void awaitStatus(UUID id, String status) {
        URI address = stack.consumers().get(0).url().resolve("/api/orders/" + id);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(
                        read(send(HttpRequest.newBuilder(address).build()))
                                .get("status")
                                .asText())
                .isEqualTo(status));
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode read(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String ask(String sql, UUID id) throws Exception {
        try (Connection connection = stack.database().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }
}
