package dev.sluice.stack.console;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/** What waits to be sent to one page, by the thread that opened it. */
final class Subscription implements AutoCloseable {
    /** Seconds that a page may lag behind. */
    static final int CAPACITY = 5;

    private final BlockingQueue<String> events = new ArrayBlockingQueue<>(CAPACITY);
    private final Thread sender = Thread.currentThread();
    private final Consumer<Subscription> onEnd;
    private boolean ended;

    /** @param onEnd told when nothing is to be sent any more */
    Subscription(Consumer<Subscription> onEnd) {
        this.onEnd = onEnd;
    }

    /** False if too much waits already. */
    boolean offer(String event) {
        return events.offer(event);
    }

    /** Waits for the next event. */
    String take() throws InterruptedException {
        return events.take();
    }

    /**
     * Ends it from another thread. The sender is interrupted, which also ends a write that the other side does not take:
     * to close the connection would be to wait for that write.
     */
    synchronized void drop() {
        if (!ended) {
            ended = true;
            onEnd.accept(this);
            sender.interrupt();
        }
    }

    /** Ends it from the sender's own thread, which goes on with something else. */
    @Override
    public synchronized void close() {
        ended = true;
        onEnd.accept(this);
        Thread.interrupted();
    }
}
