package dev.sluice.servicebus;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** What a {@link SendPipeline} publishes. All of it is there from the start, so that a rate can be taken of each. */
final class SendMeters implements AutoCloseable {
    /** Around what a batch takes, up to the send timeout. */
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50),
        Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1),
        Duration.ofMillis(2500), Duration.ofSeconds(5), Duration.ofSeconds(10)
    };

    private final MeterRegistry metrics;
    private final DistributionSummary batchSizes;
    private final Timer acknowledged;
    private final Timer failed;
    private final Gauge inFlight;

    /**
     * @param tags on each of the metrics
     * @param inFlight how many messages wait or are on the wire
     */
    SendMeters(MeterRegistry metrics, Tags tags, IntSupplier inFlight) {
        this.metrics = metrics;
        this.batchSizes = DistributionSummary.builder("sluice.send.batch.messages")
                .description("Messages per AMQP batch")
                .tags(tags)
                .register(metrics);
        this.acknowledged = time(tags.and("result", "acknowledged"));
        this.failed = time(tags.and("result", "failed"));
        this.inFlight = Gauge.builder("sluice.send.in.flight", inFlight, IntSupplier::getAsInt)
                .description("Messages that wait for Service Bus, and those on the wire")
                .tags(tags)
                // Nobody else holds the supplier.
                .strongReference(true)
                .register(metrics);
    }

    /** A batch is on its way. */
    void batch(int messages) {
        batchSizes.record(messages);
    }

    /** A batch that left at {@code start}, by {@link System#nanoTime}, has been acknowledged. */
    void acknowledged(long start) {
        acknowledged.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }

    /** The same for one that has failed, or was given up. */
    void failed(long start) {
        failed.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }

    /** Takes back the gauge: a pipeline made later in the same registry publishes its own. */
    @Override
    public void close() {
        metrics.remove(inFlight);
    }

    private Timer time(Tags tags) {
        return Timer.builder("sluice.send.time")
                .description("From an AMQP batch's leaving to Service Bus' answer")
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(metrics);
    }
}
