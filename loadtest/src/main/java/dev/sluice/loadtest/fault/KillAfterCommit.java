package dev.sluice.loadtest.fault;

import dev.sluice.stack.ServiceProcess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * Kills a consumer at the worst of times: effects are committed, their messages are still locked. No settlement reaches the
 * bus, for every connection that one comes on is cut before it is looked at; an effect that is committed meanwhile is such
 * an effect.
 */
final class KillAfterCommit implements Fault {
    private static final String NO_SETTLEMENT_GETS_THROUGH = "{\"kind\":\"drop-settlement\",\"entity\":\"orders\"}";
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER_TIMEOUT).build();

    @Override
    public void strike(Target target, Duration length) throws Exception {
        ServiceProcess consumer = target.someConsumer();
        target.bus().add(NO_SETTLEMENT_GETS_THROUGH);
        try {
            if (target.isHosted()) {
                // Whose effects they are can't be seen from outside; every handler has some.
                long before = target.through();
                target.await("an effect is committed", () -> target.through() > before);
                ProcessHandle handler = target.someHandler(consumer);
                handler.destroyForcibly();
                handler.onExit().join();
            } else {
                double before = committedBy(consumer);
                target.await("the consumer commits an effect", () -> committedBy(consumer) > before);
                consumer.kill();
            }
        } finally {
            target.bus().clear();
        }
        if (!target.isHosted()) {
            target.restartMeanwhile(consumer);
        }
    }

    /** Messages whose processing has ended, by the consumer's own count, which is raised before the bus is told. */
    private double committedBy(ServiceProcess consumer) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(consumer.url().resolve("/q/metrics"))
                                .timeout(ANSWER_TIMEOUT)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith("sluice_orders_processed_total{") && line.contains("\"done\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }
}
