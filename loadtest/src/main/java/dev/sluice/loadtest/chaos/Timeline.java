package dev.sluice.loadtest.chaos;

import dev.sluice.loadtest.RunControl;
import dev.sluice.loadtest.fault.Target;
import dev.sluice.stack.StackException;
import dev.sluice.stack.ledger.Ledger;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks at the system every second, as far as it lets itself be looked at, and writes down what it sees. */
final class Timeline implements AutoCloseable {
    private static final int LINE_EVERY_SECONDS = 5;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "timeline");
        thread.setDaemon(true);
        return thread;
    });
    private final long startedAt = System.nanoTime();
    private final List<Map<String, Object>> points = new ArrayList<>();
    private final Ledger ledger;
    private final Target target;
    private final RunControl control;
    private long lastThrough;
    private double lastSeconds;
    private int samples;

    Timeline(Ledger ledger, Target target, RunControl control) {
        this.ledger = ledger;
        this.target = target;
        this.control = control;
    }

    void start() {
        clock.scheduleWithFixedDelay(this::look, 1, 1, TimeUnit.SECONDS);
    }

    /** Notes a fault that is over, with how long the next effect took to come. */
    synchronized void struck(FaultStep step, double from, Duration toNextEffect) {
        Map<String, Object> point = new LinkedHashMap<>();
        point.put("seconds", from);
        point.put("fault", step.fault().text());
        point.put("returnSeconds", toNextEffect.toMillis() / 1000.0);
        points.add(point);
        control.say(String.format(
                Locale.ROOT,
                "%6.1f s  %s; next effect %.1f s after its end",
                from,
                step.fault().text(),
                toNextEffect.toMillis() / 1000.0));
    }

    /** Since the start. */
    double seconds() {
        return Math.round((System.nanoTime() - startedAt) / 1e8) / 10.0;
    }

    /** In the order of time. */
    synchronized List<Map<String, Object>> points() {
        return List.copyOf(points);
    }

    private void look() {
        try {
            long accepted = ledger.size();
            long through = target.through();
            int instances = target.instances();
            double seconds = seconds();
            double rate = seconds > lastSeconds ? (through - lastThrough) / (seconds - lastSeconds) : 0;
            note(seconds, accepted, Math.max(0, accepted - through), rate, instances);
            lastThrough = through;
            lastSeconds = seconds;
        } catch (SQLException | StackException awayOrStandingStill) {
            // A gap in the line says so.
        }
    }

    private synchronized void note(double seconds, long accepted, long backlog, double rate, int instances) {
        Map<String, Object> point = new LinkedHashMap<>();
        point.put("seconds", seconds);
        point.put("accepted", accepted);
        point.put("backlog", backlog);
        point.put("throughput", Math.round(rate * 10) / 10.0);
        point.put("instances", instances);
        points.add(point);
        if (samples++ % LINE_EVERY_SECONDS == 0) {
            control.progress(String.format(
                    Locale.ROOT,
                    "%6.1f s  %,d accepted, %.0f orders/s, backlog %,d, %d instances",
                    seconds,
                    accepted,
                    rate,
                    backlog,
                    instances));
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
