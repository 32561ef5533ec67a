package dev.sluice.servicebus;

import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.servicebus.CircuitBreaker.State;
import dev.sluice.servicebus.SendException.Fate;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends to the primary namespace and, when that fails, the same message under the same id to the secondary; both have a share
 * of the time that a message has. A {@link CircuitBreaker} says which comes first: while the primary is down, messages don't
 * wait for it to fail each time. No message is given up before both were tried.
 *
 * <p>A message that the primary did not acknowledge in time may be on both namespaces in the end. That is what the inbox of
 * the consumers is for.
 */
public final class FailoverSender implements MessageSender {
    private static final Logger LOG = LoggerFactory.getLogger(FailoverSender.class);

    private final SendPipeline primary;
    private final SendPipeline secondary;
    private final SendConfig bounds;
    private final FailoverConfig failover;
    private final Semaphore inFlight;
    private final CircuitBreaker breaker;
    private volatile boolean closed;

    /**
     * @param primary bounded by {@link NamespaceBounds#ofPrimary}; closed together with this
     * @param secondary bounded by {@link NamespaceBounds#ofSecondary}; closed together with this
     * @param bounds on both together; a message in flight counts once, wherever it is
     * @param metrics where the breaker's state is published
     */
    public FailoverSender(
            SendPipeline primary,
            SendPipeline secondary,
            SendConfig bounds,
            FailoverConfig failover,
            MeterRegistry metrics) {
        this.primary = primary;
        this.secondary = secondary;
        this.bounds = bounds;
        this.failover = failover;
        this.inFlight = new Semaphore(bounds.maxInFlight());
        this.breaker = new CircuitBreaker(failover.failures(), failover.probeInterval(), System::nanoTime);
        Gauge.builder("sluice.send.breaker.state", breaker, known -> known.state()
                        .ordinal())
                .description(
                        "0 messages go to the primary namespace, 1 one of them tries it, 2 they go to the secondary")
                .register(metrics);
    }

    @Override
    public CompletableFuture<Void> send(ServiceBusMessage message) {
        boolean admitted = inFlight.tryAcquire();
        // After the permit, not before: close() waits for all permits, so it can't miss a message that got past here.
        if (closed) {
            inFlight.release(admitted ? 1 : 0);
            return SendException.failed(Fate.CLOSED, "the service is shutting down");
        }
        if (!admitted) {
            return SendException.failed(Fate.BUSY, "too many messages are on their way to Service Bus");
        }
        probeIfDue();
        long pass = breaker.enter();
        CompletableFuture<Void> fate = pass == CircuitBreaker.NO_ENTRY
                ? oneOf(secondary.send(message), primary, message)
                : oneOf(toPrimary(message, pass), secondary, message);
        return fate.whenComplete((acknowledged, e) -> inFlight.release());
    }

    @Override
    public CompletableFuture<Map<String, Boolean>> answering(Duration limit) {
        probeIfDue();
        return primary.answering(limit).thenCombine(secondary.answering(limit), (first, second) -> {
            Map<String, Boolean> both = new LinkedHashMap<>(first);
            both.putAll(second);
            return both;
        });
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            // Whatever fails on the primary meanwhile still has the secondary.
            inFlight.tryAcquire(bounds.maxInFlight(), bounds.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        primary.close();
        secondary.close();
    }

    /** The first namespace's answer or, if that is no clear one, the other's. */
    private static CompletableFuture<Void> oneOf(
            CompletableFuture<Void> first, SendPipeline other, ServiceBusMessage message) {
        return first.exceptionallyCompose(e -> {
            Fate fate = SendException.of(e).fate();
            return fate == Fate.UNKNOWN || fate == Fate.BUSY ? other.send(message) : CompletableFuture.failedFuture(e);
        });
    }

    private CompletableFuture<Void> toPrimary(ServiceBusMessage message, long pass) {
        return primary.send(message).whenComplete((acknowledged, e) -> report(pass, e));
    }

    private void report(long pass, Throwable e) {
        SendException failure = e == null ? null : SendException.of(e);
        // A namespace that refuses one message is there for the others.
        if (failure == null || failure.fate() == Fate.REFUSED) {
            if (breaker.succeeded(pass)) {
                LOG.info("the primary namespace takes messages again");
            }
        } else if (failure.fate() != Fate.UNKNOWN) {
            breaker.withdrawn(pass);
        } else if (breaker.failed(pass, failure.isTimeout())) {
            LOG.warn("the primary namespace fails, messages go to the secondary: {}", failure.getMessage());
            primary.abandonWaiting();
        }
    }

    private void probeIfDue() {
        if (breaker.isProbeDue()) {
            primary.probe(failover.primaryTimeout()).thenRun(() -> {
                breaker.probed();
                if (breaker.state() == State.HALF_OPEN) {
                    LOG.info("the primary namespace answers: the next message tries it");
                }
            });
        }
    }
}
