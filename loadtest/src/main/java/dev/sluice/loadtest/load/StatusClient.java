package dev.sluice.loadtest.load;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.stack.StackException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Asks a consumer for the status of orders. Follows no redirects, so that credentials go nowhere else. */
final class StatusClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int LONGEST_ANSWER = 65_536;
    private static final String NOT_SEEN_YET = "order-not-seen-yet";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final URI orders;
    private final Map<String, String> headers;

    /**
     * Nothing asked yet.
     *
     * @param consumer its root address
     * @param headers what every question has to carry besides, such as a key
     */
    StatusClient(URI consumer, Map<String, String> headers) {
        this.orders = consumer.resolve("/api/orders/");
        this.headers = headers;
    }

    /**
     * Where an order is.
     *
     * @param text as consumer says it
     * @param since when it got there, by the database's clock
     */
    record Status(String text, Instant since) {}

    /**
     * The status of an order; empty while nothing is known of it, or nobody could be asked.
     *
     * @throws StackException if whoever answers there can't be a consumer that lets us in
     */
    Optional<Status> of(UUID order) throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(orders.resolve(order.toString())).timeout(TIMEOUT);
        headers.forEach(request::header);
        try {
            HttpResponse<InputStream> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            byte[] body;
            try (InputStream stream = answer.body()) {
                body = stream.readNBytes(LONGEST_ANSWER);
            }
            return switch (answer.statusCode()) {
                case 200 -> Optional.of(read(body));
                case 404 -> notSeen(body);
                case 429, 500, 502, 503, 504 -> Optional.empty();
                default ->
                    throw new StackException(
                            "%s answers %d to a question for an order's status".formatted(orders, answer.statusCode()));
            };
        } catch (JacksonException | DateTimeException e) {
            throw new StackException(orders + " answers with something that is no order's status", e);
        } catch (IOException away) {
            return Optional.empty();
        }
    }

    private static Status read(byte[] body) throws IOException {
        JsonNode status = JSON.readTree(body);
        return new Status(
                status.path("status").asText(),
                Instant.parse(status.path("since").asText()));
    }

    /** A consumer says so by a type of its own; a 404 of anybody else would be waited for in vain. */
    private Optional<Status> notSeen(byte[] body) throws IOException {
        if (!JSON.readTree(body).path("type").asText().endsWith(":" + NOT_SEEN_YET)) {
            throw new StackException(orders + " is no address of a consumer: it does not know orders");
        }
        return Optional.empty();
    }
}
