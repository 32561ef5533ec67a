package dev.sluice.consumer.inlet;

import dev.sluice.consumer.inlet.Decision.GiveBack;
import dev.sluice.consumer.inlet.Decision.Hold;
import dev.sluice.consumer.inlet.Decision.PutAside;
import dev.sluice.consumer.inlet.Decision.SendAgain;
import dev.sluice.consumer.inlet.Settlement.Abandon;
import dev.sluice.consumer.inlet.Settlement.AwaitDatabase;
import dev.sluice.consumer.inlet.Settlement.Complete;
import dev.sluice.consumer.inlet.Settlement.DeadLetter;
import dev.sluice.consumer.store.DatabaseGate;
import dev.sluice.servicebus.ServiceBusConfig;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The inlet outside the Functions host: receives orders from Service Bus itself and settles them by their outcome. */
@ApplicationScoped
public class ProcessorInlet {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessorInlet.class);

    private final Decisions decisions;
    private final Outlet outlet;
    private final InletChoice choice;
    private final QueueListener listener;

    ProcessorInlet(
            InletConfig config,
            ServiceBusConfig serviceBus,
            ServiceBusConnections connections,
            DatabaseGate gate,
            Decisions decisions,
            Outlets outlets,
            InletChoice choice,
            MeterRegistry metrics) {
        this.decisions = decisions;
        this.outlet = outlets.primary();
        this.choice = choice;
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
        if (choice.kind() == InletKind.PROCESSOR) {
            listener.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        listener.close();
    }

    /** The listener behind this inlet, for tests that break it. */
    QueueListener listener() {
        return listener;
    }

    /** The copy goes first: should this process die before the original is settled, the broker drops the copy's repeat. */
    private Settlement take(ReceivedMessage received) {
        Decision decision = decisions.decide(received.message());
        if (decision instanceof PutAside parked) {
            return new DeadLetter(parked.reason(), parked.description());
        }
        if (decision instanceof Hold) {
            return new AwaitDatabase();
        }
        if (decision instanceof SendAgain again) {
            return copied(received, again) ? new Complete() : new Abandon();
        }
        return decision instanceof GiveBack ? new Abandon() : new Complete();
    }

    private boolean copied(ReceivedMessage received, SendAgain again) {
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
