package dev.sluice.producer.api.batch;

import dev.sluice.producer.api.IdempotencyKey;
import dev.sluice.producer.api.InvalidOrderException;
import dev.sluice.producer.api.OrderCounters;
import dev.sluice.producer.api.OrderIntake;
import dev.sluice.producer.api.OrdersConfig;
import dev.sluice.producer.api.RequestOrigin;
import dev.sluice.servicebus.SendConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Sends a batch's items while they are read. Reading waits when the window is full: so a client is slowed down to Service
 * Bus' pace. Once Service Bus has not taken one order the rest isn't tried. Waiting for the window and for the last
 * answers takes at most {@code sluice.send.timeout} each, so a batch is answered in about twice that, plus the time that
 * the client takes to send it.
 */
@ApplicationScoped
class BatchSender {
    private final OrderIntake intake;
    private final BatchItemReader reader;
    private final OrderCounters counters;
    private final OrdersConfig orders;
    private final SendConfig sending;

    BatchSender(
            OrderIntake intake,
            BatchItemReader reader,
            OrderCounters counters,
            OrdersConfig orders,
            SendConfig sending) {
        this.intake = intake;
        this.reader = reader;
        this.counters = counters;
        this.orders = orders;
        this.sending = sending;
    }

    /**
     * Reads and sends all items; blocks.
     *
     * @return one result for each item, in order, and one more if reading stopped before the batch's end
     * @throws IOException if the source breaks off; what was sent before stays sent
     */
    List<ItemResult> send(ItemSource source, RequestOrigin origin) throws IOException {
        SendWindow window = new SendWindow(windowSize(), sending.timeout());
        List<CompletableFuture<ItemResult>> results = new ArrayList<>();
        for (RawItem item = source.next(); item != null; item = source.next()) {
            results.add(send(item, results.size(), origin, window));
        }
        source.stopped()
                .ifPresent(
                        why -> results.add(CompletableFuture.completedFuture(ItemResult.notRead(results.size(), why))));
        return results.stream().map(CompletableFuture::join).toList();
    }

    private CompletableFuture<ItemResult> send(RawItem raw, int index, RequestOrigin origin, SendWindow window) {
        BatchItem item;
        try {
            item = reader.read(raw, origin.key(), index);
        } catch (InvalidOrderException e) {
            counters.refused(e.type());
            return CompletableFuture.completedFuture(ItemResult.invalid(index, e));
        }
        IdempotencyKey key = item.key();
        if (!window.enter()) {
            return CompletableFuture.completedFuture(ItemResult.of(index, intake.withhold(origin, key)));
        }
        return window.send(() -> intake.submit(origin, key, item.order()))
                .thenApply(submission -> ItemResult.of(index, submission));
    }

    private int windowSize() {
        return Math.max(1, Math.min(orders.batch().window(), sending.maxInFlight() / 2));
    }
}
