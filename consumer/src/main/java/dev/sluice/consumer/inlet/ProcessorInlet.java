package dev.sluice.consumer.inlet;

import dev.sluice.consumer.inlet.Decision.GiveBack;
import dev.sluice.consumer.inlet.Decision.Hold;
import dev.sluice.consumer.inlet.Decision.PutAside;
import dev.sluice.consumer.inlet.Decision.SendAgain;
import dev.sluice.consumer.inlet.Settlement.Abandon;
import dev.sluice.consumer.inlet.Settlement.AwaitDatabase;
import dev.sluice.consumer.inlet.Settlement.Complete;
import dev.sluice.consumer.inlet.Settlement.DeadLetter;
import dev.sluice.consumer.processing.InboundMessage;
import dev.sluice.consumer.store.DatabaseGate;
import dev.sluice.servicebus.ServiceBusConfig;
import dev.sluice.telemetry.MessageSpans;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.SpanContext;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inlet outside the Functions host: receives orders from Service Bus itself, from one namespace or two, and settles them
 * by their outcome.
 */
@ApplicationScoped
public class ProcessorInlet {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessorInlet.class);

    private final Decisions decisions;
    private final InletChoice choice;
    private final String queue;
    private final MessageSpans spans;
    private final Semaphore hands;
    private final List<QueueListener> listeners;

    ProcessorInlet(
            InletConfig config,
            ServiceBusConfig serviceBus,
            ServiceBusConnections connections,
            DatabaseGate gate,
            Decisions decisions,
            Outlets outlets,
            InletChoice choice,
            MessageSpans spans,
            MeterRegistry metrics) {
        this.decisions = decisions;
        this.choice = choice;
        this.queue = serviceBus.queue();
        this.spans = spans;
        this.hands = new Semaphore(config.concurrency(), true);
        QueueListener.Settings settings =
                new QueueListener.Settings(serviceBus.queue(), config.concurrency(), config.prefetch(), config);
        this.listeners = connections.namespaces().stream()
                .map(namespace -> {
                    Outlet back = outlets.to(namespace.name()).orElseThrow();
                    return new QueueListener(namespace, settings, gate, metrics, received -> traced(received, back));
                })
                .toList();
        Gauge.builder("sluice.inlet.in.hand", listeners, all -> all.stream()
                        .mapToInt(QueueListener::inHand)
                        .sum())
                .description("Messages that are being processed")
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        if (choice.kind() == InletKind.PROCESSOR) {
            listeners.forEach(QueueListener::start);
        }
    }

    void stop(@Observes ShutdownEvent event) {
        QueueListener.closeAll(listeners);
    }

    /** The primary namespace's listener, for tests that break it. */
    QueueListener listener() {
        return listeners.get(0);
    }

    private Settlement traced(ReceivedMessage received, Outlet outlet) {
        InboundMessage message = received.message();
        return spans.process(
                queue,
                message.messageId(),
                message.properties(),
                SpanContext.getInvalid(),
                () -> take(received, outlet));
    }

    /** The copy goes first: should this process die before the original is settled, the broker drops the copy's repeat. */
    private Settlement take(ReceivedMessage received, Outlet outlet) {
        Decision decision = decide(received);
        if (decision instanceof PutAside parked) {
            return new DeadLetter(parked.reason(), parked.description(), MessageSpans.link());
        }
        if (decision instanceof Hold) {
            return new AwaitDatabase();
        }
        if (decision instanceof SendAgain again) {
            return copied(received, again, outlet) ? new Complete() : new Abandon();
        }
        return decision instanceof GiveBack ? new Abandon() : new Complete();
    }

    /** Either namespace may have all hands when the other one is idle; both together never have more than the pool serves. */
    private Decision decide(ReceivedMessage received) {
        try {
            hands.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new GiveBack();
        }
        try {
            return decisions.decide(received.message());
        } finally {
            hands.release();
        }
    }

    private boolean copied(ReceivedMessage received, SendAgain again, Outlet outlet) {
        try {
            outlet.copy(received.copy(again.counters(), again.delay())).join();
            return true;
        } catch (RuntimeException e) {
            LOG.warn(
                    "message {} is given back, for its copy could not be sent: {}",
                    received.message().sequenceNumber(),
                    e.getMessage());
            return false;
        }
    }
}
