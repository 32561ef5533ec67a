package dev.sluice.loadtest.ingest;

import dev.sluice.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** How many orders producer has put into one batch and how long that took to be acknowledged, by its own metrics. */
final class Batches {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String SIZE = "sluice_send_batch_messages";
    private static final String TIME = "sluice_send_time_seconds";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final HttpRequest request;
    private double batches;
    private double messages;
    private double seconds;

    /** Of the producer with that root address. */
    Batches(URI producer) {
        request = HttpRequest.newBuilder(producer.resolve("/q/metrics"))
                .timeout(TIMEOUT)
                .build();
    }

    /** Both on average, of the batches since the last call. */
    Map<String, Object> sinceLast() throws InterruptedException {
        String metrics;
        try {
            metrics = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new StackException("producer can't be asked for its metrics: " + e, e);
        }
        double batchesBefore = batches;
        double messagesBefore = messages;
        double secondsBefore = seconds;
        batches = sum(metrics, SIZE + "_count");
        messages = sum(metrics, SIZE + "_sum");
        seconds = sum(metrics, TIME + "_sum");
        double sent = batches - batchesBefore;
        return sent == 0
                ? Map.of()
                : Map.of(
                        "batch",
                        rounded((messages - messagesBefore) / sent),
                        "sendMillis",
                        rounded(1_000 * (seconds - secondsBefore) / sent));
    }

    private static double rounded(double value) {
        return Math.round(10 * value) / 10.0;
    }

    /** The sum of a metric's values, whatever their labels. */
    static double sum(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
