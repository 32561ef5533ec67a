package dev.sluice.emulator;

import dev.sluice.emulator.broker.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The broker's timer in real life: one thread. */
final class WallTimer implements Timer, AutoCloseable {

    private static final Duration LONGEST = Duration.ofDays(1);

    private final Clock clock;
    private final ScheduledThreadPoolExecutor executor;

    WallTimer(Clock clock) {
        this.clock = clock;
        executor = new ScheduledThreadPoolExecutor(1, work -> {
            var thread = new Thread(work, "sluice-emulator-timer");
            thread.setDaemon(true);
            return thread;
        });
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public Task at(Instant when, Runnable work) {
        var delay = Duration.between(clock.instant(), when);
        // Far deadlines don't fit a long of nanoseconds; an alarm that rings too early does no harm.
        var bounded = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
        // Rounded up, or the work would find nothing due and be set again at once, over and over.
        long millis = Math.max(0, bounded.toMillis() + 1);
        if (executor.isShutdown()) {
            return () -> {};
        }
        var future = executor.schedule(work, millis, TimeUnit.MILLISECONDS);
        return () -> future.cancel(false);
    }

    @Override
    public void close() {
        executor.shutdownNow();
        try {
            executor.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
