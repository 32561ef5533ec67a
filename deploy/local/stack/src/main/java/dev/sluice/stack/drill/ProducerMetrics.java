package dev.sluice.stack.drill;

import dev.sluice.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** What producer says about itself. */
final class ProducerMetrics {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String BREAKER = "sluice_send_breaker_state";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final HttpRequest request;

    ProducerMetrics(URI producer, Map<String, String> headers) {
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(producer.resolve("/q/metrics")).timeout(TIMEOUT);
        headers.forEach(builder::header);
        request = builder.build();
    }

    /**
     * Whether orders go to the primary namespace.
     *
     * @throws StackException if producer can't be asked, or doesn't know
     */
    boolean primaryIsUsed() throws InterruptedException {
        try {
            String metrics =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return metrics.lines()
                            .filter(line -> line.startsWith(BREAKER))
                            .map(line -> line.substring(line.lastIndexOf(' ')))
                            .mapToDouble(Double::parseDouble)
                            .findFirst()
                            .orElseThrow(() -> new StackException("producer has no metric " + BREAKER))
                    == 0;
        } catch (IOException e) {
            throw new StackException("producer can't be asked for its metrics: " + e, e);
        }
    }
}
