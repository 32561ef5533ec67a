package dev.sluice.consumer.parking;

import dev.sluice.consumer.parking.OperationPages.Page;
import dev.sluice.consumer.store.DatabaseGate;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works on operations in the background, page by page: mark {@code replaying}, send, mark {@code replayed}. Every instance
 * has one; should this one die anywhere, another one, or this one started anew, sends the same copies again.
 */
@ApplicationScoped
public class ReplayWorker {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayWorker.class);
    private static final Duration MAX_STOP = Duration.ofSeconds(5);

    private final OperationPages operations;
    private final ParkedStates states;
    private final ReplaySender sender;
    private final DatabaseGate gate;
    private final ParkingConfig config;
    private final Thread thread = new Thread(this::work, "sluice-replay");

    ReplayWorker(
            OperationPages operations,
            ParkedStates states,
            ReplaySender sender,
            DatabaseGate gate,
            ParkingConfig config) {
        this.operations = operations;
        this.states = states;
        this.sender = sender;
        this.gate = gate;
        this.config = config;
        this.thread.setDaemon(true);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) {
        thread.interrupt();
        try {
            thread.join(MAX_STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Duration pause = gate.awaitOpen(config.pollInterval()) ? step() : Duration.ZERO;
                Thread.sleep(pause.toMillis());
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    /** One page of one operation; returns when to look for the next. */
    private Duration step() {
        try {
            Optional<ParkingOperation> due = operations.take();
            return due.isPresent() ? page(due.get()) : config.pollInterval();
        } catch (SQLException | RuntimeException e) {
            // It becomes due again by itself.
            LOG.warn("replaying or discarding parked messages failed and is tried again: {}", e.toString());
            return config.pollInterval();
        }
    }

    private Duration page(ParkingOperation operation) throws SQLException {
        long start = System.nanoTime();
        Page page = operations.next(operation);
        List<String> errors = new ArrayList<>();
        if (!page.toSend().isEmpty()) {
            states.settle(operation, sender.send(page.toSend(), errors));
        }
        Duration share = Duration.ofSeconds(page.size()).dividedBy(operation.rate());
        Duration left = share.minusNanos(System.nanoTime() - start);
        Duration pause = left.isNegative() ? Duration.ZERO : left;
        operations.handBack(operation, page, pause, errors.isEmpty() ? null : errors.get(0));
        return pause.compareTo(config.pollInterval()) < 0 ? pause : config.pollInterval();
    }
}
