package dev.sluice.consumer.inlet;

import dev.sluice.consumer.processing.InboundMessage;
import dev.sluice.consumer.processing.Outcome;
import dev.sluice.consumer.processing.Outcome.Cause;
import dev.sluice.consumer.processing.Outcome.Done;
import dev.sluice.consumer.processing.Outcome.Duplicate;
import dev.sluice.consumer.processing.Outcome.Park;
import dev.sluice.consumer.processing.Outcome.Retry;
import dev.sluice.consumer.processing.ParkReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Counts what became of messages. All counters are there from the start, so that a rate can be taken of each. */
final class OutcomeMeters {
    /** An order's age in seconds: from what an idle system takes to a backlog of an hour. */
    private static final Duration[] AGES = IntStream.of(
                    50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000, 3_600_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final Map<Class<?>, Counter> processed = new HashMap<>();
    private final Map<Cause, Counter> retried = new EnumMap<>(Cause.class);
    private final Map<String, Counter> parked = new HashMap<>();
    private final Timer age;

    OutcomeMeters(MeterRegistry metrics) {
        for (Class<?> outcome : List.of(Done.class, Duplicate.class, Retry.class, Park.class)) {
            processed.put(
                    outcome,
                    Counter.builder("sluice.orders.processed")
                            .description("Times that a message was processed, by outcome")
                            .tag("outcome", name(outcome))
                            .register(metrics));
        }
        for (Cause cause : Cause.values()) {
            retried.put(
                    cause,
                    Counter.builder("sluice.orders.retried")
                            .description("Messages that have to be processed again, by whose fault it is")
                            .tag("cause", cause.name().toLowerCase(Locale.ROOT))
                            .register(metrics));
        }
        for (String reason : ParkReason.tags()) {
            parked.put(
                    reason,
                    Counter.builder("sluice.orders.parked")
                            .description("Messages that this instance has put aside")
                            .tag("reason", reason)
                            .register(metrics));
        }
        age = Timer.builder("sluice.orders.age")
                .description("From being enqueued for the first time to being processed")
                .serviceLevelObjectives(AGES)
                .register(metrics);
    }

    /** An outcome as a tag. */
    static String name(Class<?> outcome) {
        return outcome.getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** A message has been processed. */
    void processed(Outcome outcome, InboundMessage message) {
        processed.get(outcome.getClass()).increment();
        if (outcome instanceof Retry retry) {
            retried.get(retry.cause()).increment();
        }
        if (outcome instanceof Done) {
            age.record(Duration.between(message.firstEnqueuedAt(), Instant.now()));
        }
    }

    /** A message is put aside, be it at once or after the last attempt. */
    void parked(String reason) {
        parked.get(ParkReason.tag(reason)).increment();
    }
}
