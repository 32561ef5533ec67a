package dev.sluice.stack.ledger;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Posts orders and writes down which were accepted. An order that is refused for the moment (503) or whose connection
 * fails is posted again under its own idempotency key, as a well-behaved client does.
 */
public final class OrderLoad {
    /** Clients that post at the same time, where nothing else is said. */
    public static final int CLIENTS = 32;

    /** So many orders in a row without a clear answer mean that nobody is there. */
    private static final int PATIENCE = 2 * CLIENTS;

    private static final int STACK_BYTES = 256 * 1024;

    private final Ledger ledger;
    private final OrderClient client;
    private final int clients;
    private final AtomicInteger unanswered = new AtomicInteger();
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    /**
     * A load of {@link #CLIENTS} clients that has not begun.
     *
     * @param producer producer's root address
     * @param headers what every request has to carry besides, such as a key
     * @param ledger where accepted orders are written
     */
    public OrderLoad(URI producer, Map<String, String> headers, Ledger ledger) {
        this(List.of(producer), headers, ledger, CLIENTS, answered -> {});
    }

    /**
     * A load that has not begun.
     *
     * @param producers root addresses; orders go to one after the other
     * @param clients how many orders may wait for their answers. With so many that a pace never finds them all waiting, orders
     *     are posted however long the answers take: a client that waited for one answer before it sent the next order would
     *     hide how many orders an outage meets
     * @param listener hears of every request
     */
    public OrderLoad(
            List<URI> producers, Map<String, String> headers, Ledger ledger, int clients, Consumer<Answered> listener) {
        this(
                new OrderClient(
                        producers.stream()
                                .map(root -> root.resolve("/api/orders"))
                                .toList(),
                        headers,
                        OrderClient.PAUSE_AFTER_FAILURE,
                        listener),
                ledger,
                clients);
    }

    OrderLoad(OrderClient client, Ledger ledger, int clients) {
        this.ledger = ledger;
        this.client = client;
        this.clients = clients;
    }

    /**
     * Posts {@code orders} orders, each client as fast as it is answered, and returns when all have
     * an answer or nobody answers any more; then the rest was not posted.
     *
     * @throws InterruptedException if interrupted; orders that are under way are then of unknown fate
     */
    public LoadResult post(int orders) throws InterruptedException {
        return post(number -> number < orders && unanswered.get() < PATIENCE);
    }

    /**
     * Posts order after order as {@code pace} lets them and as clients are free, however they are answered, and returns when it
     * ends and all have an answer.
     *
     * @throws InterruptedException if interrupted; orders that are under way are then of unknown fate
     */
    public LoadResult post(Pace pace) throws InterruptedException {
        LoadResult.Tally tally = new LoadResult.Tally();
        OrderPoster poster = new OrderPoster(client, ledger, tally);
        Semaphore free = new Semaphore(clients);
        AtomicReference<RuntimeException> failure = new AtomicReference<>();
        ExecutorService threads = Executors.newCachedThreadPool(OrderLoad::thread);
        try {
            free.acquire();
            for (int number = 0; failure.get() == null && pace.await(number); number++) {
                String name = "load-" + run + "-" + number;
                threads.execute(() -> {
                    try {
                        postOne(name, poster);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (RuntimeException e) {
                        failure.set(e);
                    } finally {
                        free.release();
                    }
                });
                free.acquire();
            }
            free.acquire(clients - 1);
        } finally {
            threads.shutdownNow();
        }
        if (failure.get() != null) {
            throw new IllegalStateException("a client of the load failed", failure.get());
        }
        return tally.result();
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(null, task, "order-load", STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    private void postOne(String customer, OrderPoster poster) throws InterruptedException {
        if (poster.post(customer)) {
            unanswered.set(0);
        } else {
            unanswered.incrementAndGet();
        }
    }
}
