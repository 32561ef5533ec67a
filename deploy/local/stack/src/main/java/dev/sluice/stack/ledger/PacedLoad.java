package dev.sluice.stack.ledger;

import java.net.URI;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Posts orders at a steady rate, however long the answers take: a client that waited for one answer before it sent the next
 * order would hide how many orders an outage meets. As with {@link OrderLoad}, each is posted until it has a clear answer.
 */
public final class PacedLoad implements AutoCloseable {
    /** So many orders may wait for their answers; more are not posted. */
    private static final int MOST_WAITING = 2_000;

    private static final int STACK_BYTES = 256 * 1024;
    private static final long IDLE_SECONDS = 10;
    private static final long PATIENCE_SECONDS = 90;

    private final LoadResult.Tally tally = new LoadResult.Tally();
    private final AtomicInteger next = new AtomicInteger();
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(PacedLoad::thread);
    private final ExecutorService clients = new ThreadPoolExecutor(
            0,
            MOST_WAITING,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            PacedLoad::thread,
            new ThreadPoolExecutor.DiscardPolicy());
    private final OrderPoster poster;

    /**
     * Begins to post.
     *
     * @param producer producer's root address
     * @param headers what every request has to carry besides, such as a key
     * @param ledger where accepted orders are written
     * @param ordersPerSecond the rate
     * @param listener hears of every request
     */
    public PacedLoad(
            URI producer,
            Map<String, String> headers,
            Ledger ledger,
            int ordersPerSecond,
            Consumer<Answered> listener) {
        OrderClient client =
                new OrderClient(producer.resolve("/api/orders"), headers, OrderClient.PAUSE_AFTER_FAILURE, listener);
        poster = new OrderPoster(client, ledger, tally);
        clock.scheduleAtFixedRate(this::postNext, 0, 1_000_000_000L / ordersPerSecond, TimeUnit.NANOSECONDS);
    }

    /**
     * Posts no more orders, and returns when all that were posted have their answer.
     *
     * @throws InterruptedException if interrupted; orders that are under way are then of unknown fate
     */
    public LoadResult finish() throws InterruptedException {
        clock.shutdown();
        clock.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        clients.shutdown();
        clients.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return tally.result();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        clients.shutdownNow();
    }

    private void postNext() {
        int number = next.getAndIncrement();
        clients.execute(() -> {
            try {
                poster.post("paced-" + run + "-" + number);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(null, task, "paced-load", STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }
}
