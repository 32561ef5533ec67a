package dev.sluice.consumer.inlet;

import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.servicebus.SendConfig;
import dev.sluice.servicebus.ServiceBusConfig;
import dev.sluice.telemetry.MessageSpans;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The real outlets, but for the sends that a test wants to fail, before or after the broker has the message. */
@Alternative
@Priority(1)
@Singleton
public class ScriptedOutlets extends Outlets {
    /** How many of the next sends reach nobody. */
    public final AtomicInteger toFail = new AtomicInteger();

    /** How many of the next sends arrive without the sender learning it. */
    public final AtomicInteger toDoubt = new AtomicInteger();

    ScriptedOutlets(
            ServiceBusConnections connections,
            ServiceBusConfig serviceBus,
            SendConfig send,
            MessageSpans spans,
            @ConfigProperty(name = "sluice.parking.queue") String parked) {
        super(connections, serviceBus, send, spans, parked);
    }

    /** The number of sends that are still to go wrong. */
    public int left() {
        return Math.max(0, toFail.get()) + Math.max(0, toDoubt.get());
    }

    @Override
    Outlet primary() {
        Outlet real = super.primary();
        return new Outlet() {
            @Override
            public CompletableFuture<Void> copy(ServiceBusMessage message) {
                return scripted(real::copy, message);
            }

            @Override
            public CompletableFuture<Void> park(ServiceBusMessage message) {
                return scripted(real::park, message);
            }
        };
    }

    private CompletableFuture<Void> scripted(
            Function<ServiceBusMessage, CompletableFuture<Void>> send, ServiceBusMessage message) {
        if (toFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            return failed();
        }
        boolean doubtful = toDoubt.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        CompletableFuture<Void> sent = send.apply(message);
        return doubtful ? sent.thenCompose(nothing -> failed()) : sent;
    }

    private static CompletableFuture<Void> failed() {
        return CompletableFuture.failedFuture(new IllegalStateException("scripted failure of a send"));
    }
}
