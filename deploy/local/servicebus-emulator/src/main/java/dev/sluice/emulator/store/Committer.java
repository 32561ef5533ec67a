package dev.sluice.emulator.store;

import dev.sluice.emulator.broker.BrokerException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/**
 * Group commit: one thread commits what gathered while the previous commit was running, then lets the acknowledgements
 * go that waited for it. Operations hold the gate's read lock, so a batch is taken out between operations and never in
 * the middle of one; the write lock is held only for that.
 */
final class Committer implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Committer.class.getName());

    // What may wait for the disk before those who bring more have to wait too.
    private static final int MAX_CHANGES = 50_000;
    private static final long MAX_BYTES = 32L << 20;
    // What nobody waits for (settlements without an answer) gathers so long: one larger commit writes fewer pages.
    private static final long GATHER_MILLIS = 10;

    private final StoreFile file;
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    private final Thread thread = new Thread(this::run, "sluice-emulator-store");
    private final Object monitor = new Object();
    private Batch open = new Batch(1);
    private Batch running;
    private boolean closing;
    private volatile boolean behind;
    private volatile long lastChanged;
    private volatile long committed;
    private volatile BrokerException failure;

    Committer(StoreFile file) {
        this.file = file;
        thread.setDaemon(true);
        thread.start();
    }

    void enter() {
        // Who is inside already must not wait: the batch can't be taken out before it has left.
        if (behind && gate.getReadHoldCount() == 0) {
            awaitRoom();
        }
        gate.readLock().lock();
    }

    void leave() {
        gate.readLock().unlock();
    }

    /** Notes a change; only between enter and leave. */
    void change(Consumer<Batch> change) {
        synchronized (monitor) {
            if (failure != null || closing) {
                // Never to be kept: nobody who waits for this mark gets an acknowledgement.
                lastChanged = Long.MAX_VALUE;
                return;
            }
            if (open.isEmpty()) {
                monitor.notifyAll();
            }
            change.accept(open);
            lastChanged = open.number;
            if (!behind && (open.bytes() > MAX_BYTES || open.size() > MAX_CHANGES)) {
                behind = true;
                monitor.notifyAll();
            }
        }
    }

    long mark() {
        return lastChanged;
    }

    boolean isKept(long mark) {
        return mark <= committed;
    }

    BrokerException failure() {
        return failure;
    }

    void whenKept(long mark, Runnable work) {
        synchronized (monitor) {
            if (!isKept(mark) && failure == null && !closing) {
                (running != null && running.number >= mark ? running : open).acknowledgements.add(work);
                monitor.notifyAll();
                return;
            }
        }
        work.run();
    }

    /** Commits what is there, and ends. */
    @Override
    public void close() {
        synchronized (monitor) {
            closing = true;
            monitor.notifyAll();
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        for (var batch = next(); batch != null; batch = next()) {
            try {
                file.commit(batch);
                done(batch);
                file.reclaimSpace();
            } catch (RuntimeException | OutOfMemoryError e) {
                fail(batch, e);
                return;
            }
        }
    }

    private Batch next() {
        synchronized (monitor) {
            while (open.isEmpty()) {
                if (closing) {
                    return null;
                }
                await(0);
            }
            long begin = System.nanoTime();
            for (long left = GATHER_MILLIS; left > 0 && isUnhurried(); left = GATHER_MILLIS - millisSince(begin)) {
                await(left);
            }
        }
        gate.writeLock().lock();
        try {
            synchronized (monitor) {
                running = open;
                open = new Batch(running.number + 1);
                behind = false;
                monitor.notifyAll();
                return running;
            }
        } finally {
            gate.writeLock().unlock();
        }
    }

    private boolean isUnhurried() {
        return open.acknowledgements.isEmpty() && !behind && !closing;
    }

    /** Waits for a change of what the monitor guards, for so long at most; 0 is without a limit. */
    private void await(long millis) {
        try {
            monitor.wait(millis);
        } catch (InterruptedException e) {
            // Nobody knows this thread: there is nothing that it should stop for but close().
            LOG.log(Level.DEBUG, "interrupted", e);
        }
    }

    private static long millisSince(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanoTime);
    }

    private void done(Batch batch) {
        synchronized (monitor) {
            committed = batch.number;
            running = null;
        }
        batch.acknowledgements.forEach(Runnable::run);
    }

    private void fail(Batch batch, Throwable cause) {
        LOG.log(Level.ERROR, file.failed(cause));
        Batch never;
        synchronized (monitor) {
            failure = new BrokerException(BrokerException.Reason.STORE_FAILED, file.failed(cause));
            running = null;
            behind = false;
            never = open;
            open = new Batch(never.number + 1);
            lastChanged = Long.MAX_VALUE;
            monitor.notifyAll();
        }
        batch.acknowledgements.forEach(Runnable::run);
        never.acknowledgements.forEach(Runnable::run);
    }

    private void awaitRoom() {
        boolean interrupted = false;
        synchronized (monitor) {
            while (behind) {
                try {
                    monitor.wait();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
