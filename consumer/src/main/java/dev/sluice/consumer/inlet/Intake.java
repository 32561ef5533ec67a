package dev.sluice.consumer.inlet;

import java.time.Duration;
import java.util.function.IntSupplier;

/**
 * Lets one receiver be stopped without failing what is in hand: the SDK's close() (7.17.20, and its stop() is the same)
 * takes the link away from running handlers. So first nothing new is let in, then what is in hand ends, then what came
 * in vain is given back, exactly once, and only then the link may close.
 */
final class Intake {
    private enum Phase {
        OPEN,
        DRAINING,
        RELEASING,
        CLOSED
    }

    private Phase phase = Phase.OPEN;
    private int inHand;
    private int toRelease;

    /** Lets a message in; false once the intake is stopping. */
    synchronized boolean enter() {
        if (phase != Phase.OPEN) {
            return false;
        }
        inHand++;
        return true;
    }

    /** A message that was let in has ended. */
    synchronized void leave() {
        inHand--;
        notifyAll();
    }

    /** Whether messages are let in. */
    synchronized boolean isOpen() {
        return phase == Phase.OPEN;
    }

    /** How many messages are in hand. */
    synchronized int inHand() {
        return inHand;
    }

    /**
     * Waits with a message that was not let in. Returns true when it is to be given back now; the caller then calls {@link
     * #released()}. Returns false when the link is closed: too late, the lock will expire. A message that arrives after the
     * release gets false, for it may be one that was just given back, and giving back again and again uses up deliveries.
     */
    synchronized boolean awaitRelease() throws InterruptedException {
        if (phase == Phase.DRAINING) {
            toRelease++;
            awaitReleasing();
            return true;
        }
        while (phase != Phase.CLOSED) {
            wait();
        }
        return false;
    }

    /** Waits with a message in hand that can't be processed now: it is to be given back, then {@link #released()}. */
    synchronized void leaveAndAwaitRelease() throws InterruptedException {
        toRelease++;
        leave();
        awaitReleasing();
    }

    private void awaitReleasing() throws InterruptedException {
        while (phase == Phase.OPEN || phase == Phase.DRAINING) {
            wait();
        }
    }

    /** A message from {@link #awaitRelease()} has been given back. */
    synchronized void released() {
        toRelease--;
        notifyAll();
    }

    /** Stops letting messages in and waits, at most {@code grace}, until those in hand have ended; false if some have not. */
    boolean drain(Duration grace) throws InterruptedException {
        long deadline = System.nanoTime() + grace.toNanos();
        synchronized (this) {
            phase = Phase.DRAINING;
            boolean ended = awaitZero(() -> inHand, deadline);
            phase = Phase.RELEASING;
            notifyAll();
            awaitZero(
                    () -> toRelease,
                    Math.max(deadline, System.nanoTime() + Duration.ofSeconds(2).toNanos()));
            return ended;
        }
    }

    /** The link is closed: lets go whoever still waits. */
    synchronized void closed() {
        phase = Phase.CLOSED;
        notifyAll();
    }

    private boolean awaitZero(IntSupplier count, long deadline) throws InterruptedException {
        long left = deadline - System.nanoTime();
        while (count.getAsInt() > 0 && left > 0) {
            wait(Math.max(1, left / 1_000_000));
            left = deadline - System.nanoTime();
        }
        return count.getAsInt() == 0;
    }
}
