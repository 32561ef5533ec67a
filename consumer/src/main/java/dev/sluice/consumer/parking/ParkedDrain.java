package dev.sluice.consumer.parking;

import dev.sluice.consumer.inlet.InletConfig;
import dev.sluice.consumer.inlet.QueueListener;
import dev.sluice.consumer.inlet.ReceivedMessage;
import dev.sluice.consumer.inlet.ServiceBusConnections;
import dev.sluice.consumer.inlet.Settlement;
import dev.sluice.consumer.inlet.Settlement.Abandon;
import dev.sluice.consumer.inlet.Settlement.AwaitDatabase;
import dev.sluice.consumer.inlet.Settlement.Complete;
import dev.sluice.consumer.processing.InboundMessage;
import dev.sluice.consumer.processing.ParkReason;
import dev.sluice.consumer.store.DatabaseFailure;
import dev.sluice.consumer.store.DatabaseGate;
import dev.sluice.telemetry.MessageSpans;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanContext;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves parked messages from their queue, and from that queue's own dead letters, into the database: insert, commit, then
 * complete. Until it is committed the message stays on the queue, which keeps it for ever. Works beside either inlet, and in
 * every namespace.
 */
@ApplicationScoped
public class ParkedDrain {
    private static final Logger LOG = LoggerFactory.getLogger(ParkedDrain.class);

    private final ParkingConfig config;
    private final ParkedMessages parked;
    private final DatabaseGate gate;
    private final MessageSpans spans;
    private final MeterRegistry metrics;
    private final List<QueueListener> listeners;

    ParkedDrain(
            ParkingConfig config,
            InletConfig bounds,
            ServiceBusConnections connections,
            ParkedMessages parked,
            DatabaseGate gate,
            MessageSpans spans,
            MeterRegistry metrics) {
        this.config = config;
        this.parked = parked;
        this.gate = gate;
        this.spans = spans;
        this.metrics = metrics;
        // All of them are there from the start, so that a rate can be taken of each.
        ParkReason.tags().forEach(this::moved);
        this.listeners = connections.namespaces().stream()
                .flatMap(namespace -> Stream.of(false, true)
                        .map(deadLetters -> new QueueListener(
                                namespace,
                                new QueueListener.Settings(config.queue(), deadLetters, 1, 0, bounds),
                                gate,
                                metrics,
                                this::traced)))
                .toList();
    }

    void start(@Observes StartupEvent event) {
        listeners.forEach(QueueListener::start);
    }

    void stop(@Observes ShutdownEvent event) {
        QueueListener.closeAll(listeners);
    }

    private Settlement traced(ReceivedMessage received) {
        InboundMessage message = received.message();
        return spans.process(
                config.queue(),
                message.messageId(),
                message.properties(),
                SpanContext.getInvalid(),
                () -> store(received));
    }

    private Settlement store(ReceivedMessage received) {
        try {
            add(received);
            moved(ParkReason.tag(received.message().properties().get(ParkedMessages.REASON)))
                    .increment();
            return new Complete();
        } catch (SQLException e) {
            if (DatabaseFailure.of(e) == DatabaseFailure.OUTAGE) {
                gate.close("database: " + e.getMessage());
                return new AwaitDatabase();
            }
            return notStored(received, e);
        } catch (RuntimeException e) {
            return notStored(received, e);
        }
    }

    /** One at a time, whichever queue it comes from: the pool has one connection for this. */
    private synchronized void add(ReceivedMessage received) throws SQLException {
        parked.add(received);
    }

    private Counter moved(String reason) {
        return Counter.builder("sluice.parked.moved")
                .description("Parked messages that were moved into the table")
                .tag("reason", reason)
                .register(metrics);
    }

    private Settlement notStored(ReceivedMessage received, Exception e) {
        LOG.error(
                "message {} can't be moved to table parked: {}",
                received.message().sequenceNumber(),
                e.getMessage());
        return giveBackLater();
    }

    private Settlement giveBackLater() {
        try {
            Thread.sleep(config.retryDelay().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new Abandon();
    }
}
