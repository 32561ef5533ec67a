package dev.sluice.monitoring;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Some clients that post one order after the other, each waiting for its answer, until they are closed. */
final class Clients implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String ORDER = "{\"customer\":\"%s\",\"lines\":[{\"sku\":\"TEA-1\",\"quantity\":1}]}";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final ExecutorService threads;
    private volatile int lastStatus;

    Clients(URI producer, int howMany) {
        threads = Executors.newFixedThreadPool(howMany);
        for (int i = 0; i < howMany; i++) {
            threads.execute(() -> postOn(producer));
        }
    }

    /** A request that posts an order under a key. */
    static HttpRequest order(URI producer, String customer, String key) {
        return HttpRequest.newBuilder(producer.resolve("/api/orders"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .timeout(TIMEOUT)
                .POST(HttpRequest.BodyPublishers.ofString(ORDER.formatted(customer)))
                .build();
    }

    /** Of the answer that came last; 0 before the first. */
    int lastStatus() {
        return lastStatus;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void postOn(URI producer) {
        try {
            while (!threads.isShutdown()) {
                HttpRequest order = order(producer, "client", UUID.randomUUID().toString());
                lastStatus =
                        http.send(order, HttpResponse.BodyHandlers.ofString()).statusCode();
            }
        } catch (IOException e) {
            throw new IllegalStateException("producer does not answer", e);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
