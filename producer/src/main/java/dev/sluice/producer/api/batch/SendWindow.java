package dev.sluice.producer.api.batch;

import dev.sluice.producer.api.Submission;
import dev.sluice.producer.api.Submission.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * How many orders of one batch may be on their way at once, and for how long the batch may wait for that in all. Used
 * by the one thread that reads the batch.
 */
final class SendWindow {
    private final Semaphore free;
    private long patienceNanos;
    private volatile boolean unavailable;

    /**
     * @param size how many orders may be on their way at once
     * @param patience how long the batch may wait for a place, all its items together
     */
    SendWindow(int size, Duration patience) {
        this.free = new Semaphore(size);
        this.patienceNanos = patience.toNanos();
    }

    /**
     * Waits for a place in the window.
     *
     * @return false if there is no use in sending: Service Bus has not taken an earlier order of the batch, or patience
     *     has run out
     */
    boolean enter() {
        if (unavailable) {
            return false;
        }
        long start = System.nanoTime();
        try {
            unavailable |= !free.tryAcquire(Math.max(0, patienceNanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException shuttingDown) {
            Thread.currentThread().interrupt();
            unavailable = true;
        }
        patienceNanos -= System.nanoTime() - start;
        // The order that was waited for may be the one that failed. No place is given back: none is needed any more.
        return !unavailable;
    }

    /** Sends one order in the place that {@link #enter} got; it is free again when it is known what became of it. */
    CompletableFuture<Submission> send(Supplier<CompletableFuture<Submission>> order) {
        return order.get().whenComplete((submission, defect) -> {
            if (defect != null || submission.outcome() == Outcome.UNAVAILABLE) {
                unavailable = true;
            }
            free.release();
        });
    }
}
