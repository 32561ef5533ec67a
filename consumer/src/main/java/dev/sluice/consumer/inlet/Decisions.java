package dev.sluice.consumer.inlet;

import dev.sluice.consumer.inlet.Decision.Finished;
import dev.sluice.consumer.inlet.Decision.GiveBack;
import dev.sluice.consumer.inlet.Decision.Hold;
import dev.sluice.consumer.inlet.Decision.PutAside;
import dev.sluice.consumer.inlet.Decision.SendAgain;
import dev.sluice.consumer.processing.InboundMessage;
import dev.sluice.consumer.processing.OrderProcessor;
import dev.sluice.consumer.processing.Outcome;
import dev.sluice.consumer.processing.Outcome.Park;
import dev.sluice.consumer.processing.Outcome.Retry;
import dev.sluice.consumer.processing.ParkReason;
import dev.sluice.consumer.store.DatabaseGate;
import dev.sluice.consumer.store.RetryingOrders;
import dev.sluice.messaging.MessageCounters;
import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.OrderId;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has a message processed and turns the outcome into what is to become of it: the same for every inlet. */
@Startup
@ApplicationScoped
public class Decisions {
    private static final Logger LOG = LoggerFactory.getLogger(Decisions.class);

    private final OrderProcessor processor;
    private final RetrySchedule schedule;
    private final RetryingOrders retrying;
    private final DatabaseGate gate;
    private final OutcomeMeters meters;

    Decisions(
            OrderProcessor processor,
            RetrySchedule schedule,
            RetryingOrders retrying,
            DatabaseGate gate,
            MeterRegistry metrics) {
        this.processor = processor;
        this.schedule = schedule;
        this.retrying = retrying;
        this.gate = gate;
        this.meters = new OutcomeMeters(metrics);
    }

    /** Processes {@code message} and says what is to become of it. Blocks; never throws for anything in the message. */
    Decision decide(InboundMessage message) {
        Outcome outcome = processor.process(message);
        meters.processed(outcome, message);
        tell(outcome, message);
        if (outcome instanceof Park park) {
            return park(message, park);
        }
        if (outcome instanceof Retry retry) {
            return again(message, retry);
        }
        return new Finished();
    }

    private static void tell(Outcome outcome, InboundMessage message) {
        Span span = Span.current();
        span.setAttribute("sluice.outcome", OutcomeMeters.name(outcome.getClass()))
                .setAttribute("messaging.servicebus.message.delivery_count", message.deliveryCount());
        if (outcome instanceof Park park) {
            span.setStatus(StatusCode.ERROR, park.reason());
        } else if (outcome instanceof Retry retry) {
            span.setStatus(StatusCode.ERROR, retry.reason());
        }
    }

    private Decision again(InboundMessage message, Retry retry) {
        MessageCounters counters = MessageCounters.readFrom(message.properties());
        return switch (retry.cause()) {
            case FAILURE -> afterFailure(message, counters.attempted(), retry.reason());
            case CONTENTION -> new SendAgain(counters.deferred(), schedule.afterContention());
            case OUTAGE -> {
                gate.close(retry.reason());
                yield new Hold(new SendAgain(counters.deferred(), schedule.afterOutage()));
            }
            case INTERRUPTION -> new GiveBack();
        };
    }

    private Decision afterFailure(InboundMessage message, MessageCounters counters, String reason) {
        if (!schedule.allowsMoreThan(counters.attempts())) {
            return park(
                    message,
                    new Park(
                            ParkReason.RETRIES_EXHAUSTED,
                            "attempt %d was the last: %s".formatted(counters.attempts(), reason)));
        }
        Duration delay = schedule.afterFailure(counters.attempts());
        OrderId.parse(String.valueOf(message.properties().get(OrderCodec.ORDER_ID)))
                .ifPresent(order -> retrying.note(
                        order, reason, counters.attempts(), Instant.now().plus(delay)));
        return new SendAgain(counters, delay);
    }

    private PutAside park(InboundMessage message, Park park) {
        LOG.warn("message {} is parked as {}: {}", message.sequenceNumber(), park.reason(), park.description());
        meters.parked(park.reason());
        return new PutAside(park.reason(), park.description());
    }
}
