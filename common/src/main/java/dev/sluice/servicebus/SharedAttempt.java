package dev.sluice.servicebus;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Something that is tried by one at a time for all who want to know: whoever asks while an attempt goes on waits for that
 * one. Nobody's patience ends the attempt itself: opening a link takes longer on a busy machine than a health probe
 * waits, and an opening that is cancelled and begun again with each probe never ends. Thread-safe.
 */
public final class SharedAttempt {
    private final Supplier<CompletableFuture<Void>> attempt;
    private CompletableFuture<Void> current;

    /**
     * Nothing is tried yet.
     *
     * @param attempt begins an attempt; has to end by itself in bounded time
     */
    public SharedAttempt(Supplier<CompletableFuture<Void>> attempt) {
        this.attempt = attempt;
    }

    /**
     * Joins the attempt that goes on, or begins one.
     *
     * @return completes as the attempt does, or fails with a {@link java.util.concurrent.TimeoutException} after that time
     */
    public synchronized CompletableFuture<Void> within(Duration patience) {
        if (current == null || current.isDone()) {
            current = attempt.get();
        }
        return current.copy().orTimeout(patience.toNanos(), TimeUnit.NANOSECONDS);
    }
}
