package dev.sluice.loadtest.chaos;

import dev.sluice.loadtest.poison.PoisonLoad;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.ledger.Ledger;
import dev.sluice.stack.ledger.LoadResult;
import dev.sluice.stack.ledger.OrderLoad;
import dev.sluice.stack.ledger.Pace;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Orders and poison, both at their rates, until they are ended. */
final class Loads implements AutoCloseable {
    /** Longer than a client asks for one order, however often. */
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private static final Duration MOST_LATE = Duration.ofSeconds(1);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final PoisonLoad poison;
    private final Future<LoadResult> orders;
    private final Future<?> poisoning;

    /** Starts them. */
    Loads(LocalStack stack, ChaosScenario scenario, Ledger ledger, Random random) {
        double bad = scenario.rate() * scenario.poison();
        poison = new PoisonLoad(stack.emulator().connectionString(), ledger, random);
        orders = threads.submit(
                () -> new OrderLoad(stack.producerUrl(), stack.headers(), ledger).post(pace(scenario.rate() - bad)));
        poisoning = threads.submit(() -> {
            if (bad > 0) {
                poison.send(pace(bad));
            }
            return null;
        });
    }

    /** What comes late is posted at once; what comes more than a second late is left out, or every outage would end in a flood. */
    private Pace pace(double rate) {
        long interval = (long) (1e9 / rate);
        AtomicLong next = new AtomicLong(System.nanoTime());
        return number -> {
            long now = System.nanoTime();
            long due = next.getAndUpdate(slot -> Math.max(slot, now - MOST_LATE.toNanos()) + interval);
            return !ended.await(Math.max(0, due - now), TimeUnit.NANOSECONDS);
        };
    }

    /** The orders that poison named. */
    Set<UUID> poison() {
        return poison.sent();
    }

    /** Ends them; returns when everything that is under way has an answer. */
    LoadResult end() throws Exception {
        ended.countDown();
        poisoning.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return orders.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Ends what still runs, at once. */
    @Override
    public void close() {
        ended.countDown();
        threads.shutdownNow();
    }
}
