package dev.sluice.servicebus;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Knows whether something is worth a try. {@code CLOSED} it is; after some failures in a row, or one timeout, the breaker is
 * {@code OPEN}, and it is not. Then a probe is due now and then. One that succeeds makes the breaker {@code HALF_OPEN}: one
 * real call is let through, and its outcome closes or opens the breaker.
 *
 * <p>Every call that is let through has a pass and says in the end what became of it. What calls of an earlier state report
 * late does not count. Thread-safe; knows nothing of what is called, and its time is given.
 */
final class CircuitBreaker {
    /** Where a breaker can be. */
    enum State {
        CLOSED,
        HALF_OPEN,
        OPEN
    }

    /** What {@link #enter} returns instead of a pass. */
    static final long NO_ENTRY = -1;

    private final int mostFailures;
    private final long probeIntervalNanos;
    private final LongSupplier nanoTime;

    private State state = State.CLOSED;
    /** Counts the changes of state: a pass is good for one of them. */
    private long period;

    private int failures;
    private boolean trialUnderWay;
    private long nextProbe;

    /**
     * @param mostFailures how many failures in a row open it
     * @param probeInterval how long it is open before a probe is due, and the time between two of them
     * @param nanoTime the clock, as {@link System#nanoTime}
     */
    CircuitBreaker(int mostFailures, Duration probeInterval, LongSupplier nanoTime) {
        this.mostFailures = mostFailures;
        this.probeIntervalNanos = probeInterval.toNanos();
        this.nanoTime = nanoTime;
    }

    /** A pass for one call, or {@link #NO_ENTRY}. */
    synchronized long enter() {
        if (state == State.OPEN || trialUnderWay) {
            return NO_ENTRY;
        }
        trialUnderWay = state == State.HALF_OPEN;
        return period;
    }

    /** The call has succeeded; returns whether that closed the breaker. */
    synchronized boolean succeeded(long pass) {
        if (pass != period) {
            return false;
        }
        failures = 0;
        if (state == State.CLOSED) {
            return false;
        }
        change(State.CLOSED);
        return true;
    }

    /**
     * The call has failed; returns whether that opened the breaker.
     *
     * @param timedOut whether it also took its time about it
     */
    synchronized boolean failed(long pass, boolean timedOut) {
        if (pass != period) {
            return false;
        }
        failures++;
        if (state == State.CLOSED && !timedOut && failures < mostFailures) {
            return false;
        }
        change(State.OPEN);
        nextProbe = nanoTime.getAsLong() + probeIntervalNanos;
        return true;
    }

    /** The call has ended in a way that says nothing, such as not having been made. */
    synchronized void withdrawn(long pass) {
        if (pass == period) {
            trialUnderWay = false;
        }
    }

    /** Whether a probe should be made now; true once in each interval while the breaker is open. */
    synchronized boolean isProbeDue() {
        if (state != State.OPEN || nanoTime.getAsLong() - nextProbe < 0) {
            return false;
        }
        nextProbe = nanoTime.getAsLong() + probeIntervalNanos;
        return true;
    }

    /** A probe has succeeded; the next call is let through. */
    synchronized void probed() {
        if (state == State.OPEN) {
            change(State.HALF_OPEN);
        }
    }

    synchronized State state() {
        return state;
    }

    private void change(State next) {
        state = next;
        period++;
        failures = 0;
        trialUnderWay = false;
    }
}
