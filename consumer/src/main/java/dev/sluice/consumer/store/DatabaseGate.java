package dev.sluice.consumer.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whether the database can be used. Closed until {@link DatabaseWatch} has found it there with the right schema; whoever
 * notices an outage closes it, and messages wait in front of it instead of failing one by one.
 */
@ApplicationScoped
public class DatabaseGate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean open;
    private Instant closedAt = Instant.now();
    private String reason = "starting up";

    /** Whether the database can be used, as far as is known. */
    public boolean isOpen() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    /** Why the gate is closed, or was last. */
    public String reason() {
        lock.lock();
        try {
            return reason;
        } finally {
            lock.unlock();
        }
    }

    /** How long the gate has been closed; zero while it is open. */
    public Duration closedFor() {
        lock.lock();
        try {
            return open ? Duration.ZERO : Duration.between(closedAt, Instant.now());
        } finally {
            lock.unlock();
        }
    }

    /** Closes the gate. */
    public void close(String why) {
        lock.lock();
        try {
            if (open) {
                closedAt = Instant.now();
            }
            open = false;
            reason = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Opens the gate and wakes who waits in front of it. */
    void open() {
        lock.lock();
        try {
            open = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the gate is open, at most for {@code limit}; returns whether it is. */
    public boolean awaitOpen(Duration limit) throws InterruptedException {
        return await(true, limit);
    }

    /** Waits until the gate is closed, at most for {@code limit}; returns whether it is. */
    boolean awaitClosed(Duration limit) throws InterruptedException {
        return await(false, limit);
    }

    private boolean await(boolean wanted, Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lock();
        try {
            while (open != wanted && left > 0) {
                left = changed.awaitNanos(left);
            }
            return open == wanted;
        } finally {
            lock.unlock();
        }
    }
}
