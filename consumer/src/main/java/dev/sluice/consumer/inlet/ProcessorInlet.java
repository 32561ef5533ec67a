package dev.sluice.consumer.inlet;

import dev.sluice.consumer.inlet.Settlement.Abandon;
import dev.sluice.consumer.inlet.Settlement.AwaitDatabase;
import dev.sluice.consumer.inlet.Settlement.Complete;
import dev.sluice.consumer.inlet.Settlement.DeadLetter;
import dev.sluice.consumer.processing.InboundMessage;
import dev.sluice.consumer.processing.OrderProcessor;
import dev.sluice.consumer.processing.Outcome;
import dev.sluice.consumer.processing.Outcome.Cause;
import dev.sluice.consumer.processing.Outcome.Park;
import dev.sluice.consumer.processing.Outcome.Retry;
import dev.sluice.consumer.store.DatabaseGate;
import dev.sluice.servicebus.ServiceBusConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The inlet outside the Functions host: receives orders from Service Bus itself and settles them by their outcome. */
@ApplicationScoped
public class ProcessorInlet {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessorInlet.class);

    private final DatabaseGate gate;
    private final OrderProcessor processor;
    private final MeterRegistry metrics;
    private final Timer age;
    private final QueueListener listener;

    ProcessorInlet(
            InletConfig config,
            ServiceBusConfig serviceBus,
            ServiceBusConnections connections,
            DatabaseGate gate,
            OrderProcessor processor,
            MeterRegistry metrics) {
        this.gate = gate;
        this.processor = processor;
        this.metrics = metrics;
        this.age = Timer.builder("sluice.orders.age")
                .description("From being enqueued to being processed")
                .publishPercentileHistogram()
                .register(metrics);
        this.listener = new QueueListener(
                connections,
                new QueueListener.Settings(serviceBus.queue(), config.concurrency(), config.prefetch(), config),
                gate,
                this::take);
        Gauge.builder("sluice.inlet.in.hand", listener, QueueListener::inHand)
                .description("Messages that are being processed")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        listener.start();
    }

    void stop(@Observes ShutdownEvent event) {
        listener.close();
    }

    /** The listener behind this inlet, for tests that break it. */
    QueueListener listener() {
        return listener;
    }

    private Settlement take(InboundMessage message) {
        Outcome outcome = processor.process(message);
        count(outcome, message.enqueuedAt());
        if (outcome instanceof Park park) {
            LOG.warn("message {} is parked as {}: {}", message.sequenceNumber(), park.reason(), park.description());
            return new DeadLetter(park.reason(), park.description());
        }
        if (outcome instanceof Retry retry) {
            if (retry.cause() == Cause.OUTAGE) {
                gate.close(retry.reason());
                return new AwaitDatabase();
            }
            return new Abandon();
        }
        return new Complete();
    }

    private void count(Outcome outcome, Instant enqueuedAt) {
        String name = outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        metrics.counter("sluice.orders.processed", "outcome", name).increment();
        if (outcome instanceof Outcome.Done) {
            age.record(Duration.between(enqueuedAt, Instant.now()));
        }
    }
}
