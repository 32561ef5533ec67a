package dev.sluice.producer.api;

import dev.sluice.http.ProblemType;
import dev.sluice.messaging.Order;
import dev.sluice.messaging.OrderId;
import dev.sluice.messaging.OrderMessage;
import dev.sluice.producer.api.Submission.Outcome;
import dev.sluice.producer.queue.OrderQueue;
import dev.sluice.servicebus.SendException;
import dev.sluice.servicebus.SendException.Fate;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a valid order its id and puts it on the queue; the same for single orders and for those in a batch. */
@ApplicationScoped
public class OrderIntake {
    private static final Logger LOG = LoggerFactory.getLogger(OrderIntake.class);

    private final OrderQueue queue;
    private final StatusUrl statusUrl;
    private final OrderCounters counters;

    OrderIntake(OrderQueue queue, StatusUrl statusUrl, OrderCounters counters) {
        this.queue = queue;
        this.statusUrl = statusUrl;
        this.counters = counters;
    }

    /**
     * Sends one order; never blocks.
     *
     * @param origin where it comes from
     * @param key its own key: the request's or, in a batch, the item's
     * @param order a valid order
     * @return completes within {@code sluice.send.timeout} with what became of the order, never with a failure
     */
    public CompletableFuture<Submission> submit(RequestOrigin origin, IdempotencyKey key, Order order) {
        UUID id = OrderId.of(origin.caller(), key.value());
        // The thread is Service Bus' own then: without the context, what is logged there would not have the request's
        // trace.
        return send(new OrderMessage(id, order, origin.trace()))
                .handle(origin.trace()
                        .context()
                        .wrapFunction((acknowledged, e) ->
                                e == null ? accepted(id, key) : notAccepted(id, key, SendException.of(e))));
    }

    /** What becomes of an order that isn't even tried, because Service Bus has not taken another one just now. */
    public Submission withhold(RequestOrigin origin, IdempotencyKey key) {
        UUID id = OrderId.of(origin.caller(), key.value());
        counters.refused(ProblemType.SERVICE_BUS_UNAVAILABLE);
        return submission(Outcome.UNAVAILABLE, id, key, "Service Bus is not available");
    }

    /** A defect here must not end a batch of which other orders are on the queue already. */
    private CompletableFuture<Void> send(OrderMessage message) {
        try {
            return queue.send(message);
        } catch (RuntimeException defect) {
            return CompletableFuture.failedFuture(defect);
        }
    }

    private Submission accepted(UUID id, IdempotencyKey key) {
        counters.accepted();
        LOG.debug("order {} accepted", id);
        return submission(Outcome.ACCEPTED, id, key, null);
    }

    private Submission notAccepted(UUID id, IdempotencyKey key, SendException why) {
        boolean refused = why.fate() == Fate.REFUSED;
        counters.refused(refused ? ProblemType.ORDER_REFUSED : ProblemType.SERVICE_BUS_UNAVAILABLE);
        if (why.fate() == Fate.BUSY) {
            // The number in flight bounds how many warnings a second the other fates make; this one has no such bound.
            LOG.debug("order {} not accepted: {}", id, why.getMessage());
        } else {
            LOG.warn("order {} not accepted: {}", id, why.getMessage());
        }
        // Not the exception's text: the SDK puts the namespace and its own state into it.
        return refused
                ? submission(Outcome.REFUSED, id, key, "Service Bus takes no such order; most likely it is too large")
                : submission(Outcome.UNAVAILABLE, id, key, "Service Bus is not available");
    }

    private Submission submission(Outcome outcome, UUID id, IdempotencyKey key, String detail) {
        return new Submission(outcome, id, key, statusUrl.of(id), detail);
    }
}
