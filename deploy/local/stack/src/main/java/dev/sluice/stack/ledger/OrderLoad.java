package dev.sluice.stack.ledger;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Posts orders and writes down which were accepted. An order that is refused for the moment (503) or whose connection
 * fails is posted again under its own idempotency key, as a well-behaved client does.
 */
public final class OrderLoad {
    /** Clients that post at the same time. */
    public static final int CLIENTS = 32;

    /** So many orders in a row without a clear answer mean that nobody is there. */
    private static final int PATIENCE = 2 * CLIENTS;

    private final Ledger ledger;
    private final OrderClient client;
    private final AtomicInteger unanswered = new AtomicInteger();
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    /**
     * A load that has not begun.
     *
     * @param producer producer's root address
     * @param headers what every request has to carry besides, such as a key
     * @param ledger where accepted orders are written
     */
    public OrderLoad(URI producer, Map<String, String> headers, Ledger ledger) {
        this(new OrderClient(producer.resolve("/api/orders"), headers, OrderClient.PAUSE_AFTER_FAILURE), ledger);
    }

    OrderLoad(OrderClient client, Ledger ledger) {
        this.ledger = ledger;
        this.client = client;
    }

    /**
     * Posts {@code orders} orders with {@link #CLIENTS} clients, each as fast as it is answered, and returns when all have
     * an answer or nobody answers any more; then the rest was not posted.
     *
     * @throws InterruptedException if interrupted; orders that are under way are then of unknown fate
     */
    public LoadResult post(int orders) throws InterruptedException {
        return post(number -> number < orders && unanswered.get() < PATIENCE);
    }

    /**
     * Posts order after order with {@link #CLIENTS} clients as {@code pace} lets them, however they are answered, and returns
     * when it ends and all have an answer.
     *
     * @throws InterruptedException if interrupted; orders that are under way are then of unknown fate
     */
    public LoadResult post(Pace pace) throws InterruptedException {
        AtomicInteger next = new AtomicInteger();
        LoadResult.Tally tally = new LoadResult.Tally();
        OrderPoster poster = new OrderPoster(client, ledger, tally);
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                running.add(clients.submit(() -> {
                    for (int number = next.getAndIncrement(); pace.await(number); number = next.getAndIncrement()) {
                        postOne(number, poster);
                    }
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a client of the load failed", e.getCause());
        } finally {
            clients.shutdownNow();
        }
        return tally.result();
    }

    private void postOne(int number, OrderPoster poster) throws InterruptedException {
        if (poster.post("load-" + run + "-" + number)) {
            unanswered.set(0);
        } else {
            unanswered.incrementAndGet();
        }
    }
}
