package dev.sluice.loadtest.load;

import dev.sluice.stack.StackException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** What has become of each accepted order, as far as it was asked. Used by one thread. */
final class StatusBook implements AutoCloseable {
    /** Nothing follows these by itself. */
    private static final Set<String> FINAL = Set.of("processed", "parked", "discarded");

    private static final int ASK_AT_ONCE = 8;

    private final StatusClient client;
    private final Map<UUID, Instant> accepted;
    private final Map<UUID, StatusClient.Status> ended = new LinkedHashMap<>();
    private final ExecutorService askers = Executors.newFixedThreadPool(ASK_AT_ONCE);

    /** Nothing asked yet. @param accepted when each order was requested */
    StatusBook(StatusClient client, Map<UUID, Instant> accepted) {
        this.client = client;
        this.accepted = Map.copyOf(accepted);
    }

    /**
     * Asks for each order that was not at its end at the last look.
     *
     * @throws StackException if nobody there can be asked
     */
    void look() throws InterruptedException {
        Map<UUID, Future<Optional<StatusClient.Status>>> questions = new LinkedHashMap<>();
        for (UUID order : accepted.keySet()) {
            if (!ended.containsKey(order)) {
                questions.put(order, askers.submit(() -> client.of(order)));
            }
        }
        for (Map.Entry<UUID, Future<Optional<StatusClient.Status>>> each : questions.entrySet()) {
            answer(each.getValue())
                    .filter(status -> FINAL.contains(status.text()))
                    .ifPresent(status -> ended.put(each.getKey(), status));
        }
    }

    /** How many orders there are. */
    int accepted() {
        return accepted.size();
    }

    /** How many of them were not at their end at the last look. */
    int open() {
        return accepted.size() - ended.size();
    }

    /** How many were processed. */
    long processed() {
        return ended.values().stream().filter(StatusBook::isProcessed).count();
    }

    /** From the first request to the effect, of every processed order, in milliseconds, ascending; by two clocks. */
    List<Long> latencies() {
        List<Long> millis = new ArrayList<>();
        ended.forEach((order, status) -> {
            if (isProcessed(status)) {
                millis.add(Math.max(
                        0, Duration.between(accepted.get(order), status.since()).toMillis()));
            }
        });
        return millis.stream().sorted().toList();
    }

    @Override
    public void close() {
        askers.shutdownNow();
    }

    private static boolean isProcessed(StatusClient.Status status) {
        return status.text().equals("processed");
    }

    private static Optional<StatusClient.Status> answer(Future<Optional<StatusClient.Status>> question)
            throws InterruptedException {
        try {
            return question.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StackException why
                    ? why
                    : new StackException("no status: " + e.getCause(), e);
        }
    }
}
