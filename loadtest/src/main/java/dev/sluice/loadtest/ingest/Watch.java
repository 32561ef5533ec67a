package dev.sluice.loadtest.ingest;

import dev.sluice.loadtest.RunControl;
import dev.sluice.stack.StackException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Looks every second at how many orders producer accepts, and how many wait on the bus. */
final class Watch implements AutoCloseable {
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "watch");
        thread.setDaemon(true);
        return thread;
    });
    private final long startedAt = System.nanoTime();
    private final List<Map<String, Object>> points = new ArrayList<>();
    private final Generator generator;
    private final Optional<LongSupplier> queued;
    private final RunControl control;
    private Generator.Progress last = new Generator.Progress(null, 0);
    private double lastSeconds;

    /** Begins. @param queued tells how many orders wait on the bus; empty where nobody can be asked */
    Watch(Generator generator, Optional<LongSupplier> queued, RunControl control) {
        this.generator = generator;
        this.queued = queued;
        this.control = control;
        clock.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    /** In the order of time. */
    synchronized List<Map<String, Object>> points() {
        return List.copyOf(points);
    }

    private synchronized void look() {
        Generator.Progress progress = generator.progress();
        double seconds = Math.round((System.nanoTime() - startedAt) / 1e8) / 10.0;
        if (progress.server() != null
                && progress.server() == last.server()
                && progress.accepted() > last.accepted()
                && seconds > lastSeconds) {
            note(progress.server(), seconds, (progress.accepted() - last.accepted()) / (seconds - lastSeconds));
        }
        last = progress;
        lastSeconds = seconds;
    }

    private void note(Server server, double seconds, double rate) {
        try {
            Optional<Long> backlog = queued.map(LongSupplier::getAsLong);
            if (server == Server.ORDERS) {
                Map<String, Object> point = new LinkedHashMap<>();
                point.put("seconds", seconds);
                point.put("throughput", Math.round(rate));
                backlog.ifPresent(orders -> point.put("backlog", orders));
                points.add(point);
            }
            String waiting = backlog.map(orders -> String.format(Locale.ROOT, ", backlog %,d", orders))
                    .orElse("");
            control.progress(String.format(
                    Locale.ROOT, "%6.1f s  %s: %.0f accepted a second%s", seconds, server.text(), rate, waiting));
        } catch (StackException away) {
            // A gap in the line says so.
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
