package dev.sluice.stack.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Posts one order until it has a clear answer, for a bounded number of times. */
final class OrderClient {
    private static final int ATTEMPTS = 10;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    /** Longer than producer's own bound, so that its 503 is seen rather than a timeout. */
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** What to wait after a connection failed. */
    static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);

    /** Producer's own 503, and what a gateway in front of it says when its answer did not come. */
    private static final Set<Integer> UNCLEAR = Set.of(502, 503, 504);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The default would ask producer for HTTP/2, and post everything through a single connection. */
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    private final List<URI> orders;
    private final AtomicInteger next = new AtomicInteger();
    private final Map<String, String> headers;
    private final Duration pauseAfterFailure;
    private final Consumer<Answered> listener;

    /**
     * A client of one producer or of several.
     *
     * @param orders where orders are posted: to one after the other, each order to the same again
     * @param listener hears of every request, those that were not the last one for their order included
     */
    OrderClient(
            List<URI> orders, Map<String, String> headers, Duration pauseAfterFailure, Consumer<Answered> listener) {
        this.orders = orders;
        this.headers = headers;
        this.pauseAfterFailure = pauseAfterFailure;
        this.listener = listener;
    }

    /**
     * The end of the story of one order.
     *
     * @param requested when the first request was sent
     * @param orderId the accepted order's id; empty if it was not accepted
     * @param isClear whether the last answer tells for sure that the order was accepted or not
     * @param text the last answer, for the reader
     */
    record Answer(Instant requested, Optional<UUID> orderId, boolean isClear, String text) {}

    Answer post(String customer) throws InterruptedException {
        HttpRequest request = request(customer);
        Instant requested = Instant.now();
        // Once a request got no clear answer, a later "no" does not say that the earlier one had no effect.
        boolean everUnclear = false;
        for (int attempt = 1; ; attempt++) {
            Duration pause;
            String text;
            long sent = System.nanoTime();
            try {
                HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
                listener.accept(new Answered(sent, System.nanoTime(), answer.statusCode()));
                text = answer.statusCode() + " " + answer.body();
                if (answer.statusCode() == 202) {
                    return new Answer(requested, Optional.of(idIn(answer.body())), true, text);
                }
                if (!UNCLEAR.contains(answer.statusCode())) {
                    return new Answer(requested, Optional.empty(), !everUnclear, text);
                }
                pause = retryAfter(answer);
            } catch (IOException e) {
                listener.accept(new Answered(sent, System.nanoTime(), Answered.NONE));
                text = e.toString();
                pause = pauseAfterFailure;
            }
            everUnclear = true;
            if (attempt == ATTEMPTS) {
                return new Answer(requested, Optional.empty(), false, text);
            }
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        }
    }

    private HttpRequest request(String customer) {
        try {
            String body = JSON.writeValueAsString(Map.of(
                    "customer",
                    customer,
                    "lines",
                    List.of(Map.of("sku", "TEA-1", "quantity", 2)),
                    "note",
                    "ring twice"));
            HttpRequest.Builder builder = HttpRequest.newBuilder(
                            orders.get(Math.floorMod(next.getAndIncrement(), orders.size())))
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", UUID.randomUUID().toString())
                    .timeout(REQUEST_TIMEOUT)
                    .POST(HttpRequest.BodyPublishers.ofString(body));
            headers.forEach(builder::header);
            return builder.build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static UUID idIn(String body) {
        try {
            return UUID.fromString(JSON.readTree(body).path("id").asText());
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalStateException("202 without an order id: " + body, e);
        }
    }

    private static Duration retryAfter(HttpResponse<?> answer) {
        try {
            Duration wanted = Duration.ofSeconds(
                    answer.headers().firstValueAsLong("Retry-After").orElse(1));
            return wanted.compareTo(LONGEST_PAUSE) < 0 ? wanted : LONGEST_PAUSE;
        } catch (NumberFormatException aDate) {
            return LONGEST_PAUSE;
        }
    }
}
