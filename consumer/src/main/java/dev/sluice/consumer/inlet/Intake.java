package dev.sluice.consumer.inlet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Lets one receiver be stopped without failing what is in hand: the SDK's close() (7.17.20, and its stop() is the same)
 * takes the link away from running handlers. So first nothing new is let in and what is in hand ends; what came in vain is
 * held, and can be given back once the link is closed and does not attract it again.
 *
 * @param <M> the messages
 */
final class Intake<M> {
    private enum Phase {
        OPEN,
        DRAINING,
        CLOSED
    }

    private final List<M> held = new ArrayList<>();
    private final List<Thread> workers = new ArrayList<>();
    private Phase phase = Phase.OPEN;
    private int inHand;

    /** Lets a message in; false once the intake is stopping: then it is to be {@link #hold held}. */
    synchronized boolean enter() {
        if (phase != Phase.OPEN) {
            return false;
        }
        inHand++;
        workers.add(Thread.currentThread());
        return true;
    }

    /** A message that was let in has ended. */
    synchronized void leave() {
        inHand--;
        workers.remove(Thread.currentThread());
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

    /** Keeps a message that is not let in, and its receiving thread with it, so that no further one is asked for. */
    synchronized void hold(M message) throws InterruptedException {
        held.add(message);
        while (phase != Phase.CLOSED) {
            wait();
        }
    }

    /** As {@link #hold}, for a message in hand that can't be processed now. */
    synchronized void leaveAndHold(M message) throws InterruptedException {
        leave();
        hold(message);
    }

    /** Stops letting messages in and waits, at most {@code grace}, until those in hand have ended; false if some have not. */
    synchronized boolean drain(Duration grace) throws InterruptedException {
        phase = Phase.DRAINING;
        long deadline = System.nanoTime() + grace.toNanos();
        for (long left = grace.toMillis(); inHand > 0 && left > 0; left = (deadline - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return inHand == 0;
    }

    /** Interrupts whoever has a message in hand: its time is over. */
    synchronized void interrupt() {
        workers.forEach(Thread::interrupt);
    }

    /** The link is closed: lets go whoever still waits, and returns what was held. */
    synchronized List<M> close() {
        phase = Phase.CLOSED;
        notifyAll();
        return List.copyOf(held);
    }
}
