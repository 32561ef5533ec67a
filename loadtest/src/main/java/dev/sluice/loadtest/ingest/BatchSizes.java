package dev.sluice.loadtest.ingest;

import dev.sluice.stack.StackException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** How many orders producer has put into one batch, by its own metrics. */
final class BatchSizes {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String METRIC = "sluice_send_batch_messages";

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final HttpRequest request;
    private double batches;
    private double messages;

    /** Of the producer with that root address. */
    BatchSizes(URI producer) {
        request = HttpRequest.newBuilder(producer.resolve("/q/metrics"))
                .timeout(TIMEOUT)
                .build();
    }

    /** Those of the batches since the last call. */
    Map<String, Object> sinceLast() throws InterruptedException {
        String metrics;
        try {
            metrics = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new StackException("producer can't be asked for its metrics: " + e, e);
        }
        double batchesBefore = batches;
        double messagesBefore = messages;
        batches = sum(metrics, METRIC + "_count");
        messages = sum(metrics, METRIC + "_sum");
        return batches == batchesBefore
                ? Map.of()
                : Map.of("batch", Math.round(10 * (messages - messagesBefore) / (batches - batchesBefore)) / 10.0);
    }

    /** The sum of a metric's values, whatever their labels. */
    static double sum(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
