package dev.sluice.loadtest.chaos;

import dev.sluice.loadtest.poison.PoisonLoad;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.ledger.Ledger;
import dev.sluice.stack.ledger.LoadResult;
import dev.sluice.stack.ledger.OrderLoad;
import dev.sluice.stack.ledger.SteadyPace;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Orders and poison, both at their rates, until they are ended. */
final class Loads implements AutoCloseable {
    /** Longer than a client asks for one order, however often. */
    private static final Duration PATIENCE = Duration.ofMinutes(6);

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final SteadyPace pace;
    private final PoisonLoad poison;
    private final Optional<SteadyPace> poisonPace;
    private final Future<LoadResult> orders;
    private final Future<?> poisoning;

    /** Starts them. */
    Loads(LocalStack stack, ChaosScenario scenario, Ledger ledger, Random random) {
        double bad = scenario.rate() * scenario.poison();
        pace = new SteadyPace(scenario.rate() - bad);
        poisonPace = bad > 0 ? Optional.of(new SteadyPace(bad)) : Optional.empty();
        poison = new PoisonLoad(stack.emulator().connectionString(), ledger, random);
        orders = threads.submit(() -> new OrderLoad(stack.producerUrl(), stack.headers(), ledger).post(pace));
        poisoning = threads.submit(() -> {
            if (poisonPace.isPresent()) {
                poison.send(poisonPace.get());
            }
            return null;
        });
    }

    /** The orders that poison named. */
    Set<UUID> poison() {
        return poison.sent();
    }

    /** Ends them; returns when everything that is under way has an answer. */
    LoadResult end() throws Exception {
        endPaces();
        poisoning.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return orders.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Ends what still runs, at once. */
    @Override
    public void close() {
        endPaces();
        threads.shutdownNow();
    }

    private void endPaces() {
        pace.end();
        poisonPace.ifPresent(SteadyPace::end);
    }
}
