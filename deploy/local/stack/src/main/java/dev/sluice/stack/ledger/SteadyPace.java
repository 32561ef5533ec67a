package dev.sluice.stack.ledger;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Order after order at a steady rate, until it is ended. What comes late is posted at once; what comes more than a second late
 * is left out, or every outage would end in a flood.
 */
public final class SteadyPace implements Pace {
    private static final long MOST_LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final long interval;
    private long next = System.nanoTime();

    /** Begins now. @param ordersPerSecond more than 0 */
    public SteadyPace(double ordersPerSecond) {
        interval = (long) (1e9 / ordersPerSecond);
    }

    /** Ends the load. */
    public void end() {
        ended.countDown();
    }

    @Override
    public boolean await(int number) throws InterruptedException {
        long now = System.nanoTime();
        long due = Math.max(next, now - MOST_LATE_NANOS);
        next = due + interval;
        return !ended.await(Math.max(0, due - now), TimeUnit.NANOSECONDS);
    }
}
