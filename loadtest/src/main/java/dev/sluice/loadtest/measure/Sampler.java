package dev.sluice.loadtest.measure;

import dev.sluice.loadtest.RunControl;
import dev.sluice.stack.StackException;
import dev.sluice.stack.ledger.Audit;
import dev.sluice.stack.ledger.Ledger;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Looks at the system again and again until it is closed, remembers what it saw and tells how far the run is. */
public final class Sampler implements AutoCloseable {
    private static final double LINE_EVERY_SECONDS = 2;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "sampler");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Sample> samples = new ArrayList<>();
    private final Ledger ledger;
    private final Audit audit;
    private final IntSupplier instances;
    private final RunControl control;
    private long startedAt;
    private Sample told = new Sample(0, 0, 0, 0);

    /**
     * Not looking yet.
     *
     * @param instances how many run; may throw a {@link StackException} where nobody can be asked: then a sample is left out
     */
    public Sampler(Ledger ledger, Audit audit, IntSupplier instances, RunControl control) {
        this.ledger = ledger;
        this.audit = audit;
        this.instances = instances;
        this.control = control;
    }

    /** Looks for the first time, and from then on at that interval. */
    public void start(Duration interval) {
        startedAt = System.nanoTime();
        clock.scheduleWithFixedDelay(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** In the order of time. */
    public synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }

    private void look() {
        try {
            // In this order: a backlog is never less than nothing.
            long processed = audit.through();
            int running = instances.getAsInt();
            note(new Sample((System.nanoTime() - startedAt) / 1e9, ledger.size(), processed, running));
        } catch (SQLException | StackException away) {
            // A gap in the line says so.
        }
    }

    private synchronized void note(Sample sample) {
        samples.add(sample);
        double passed = sample.seconds() - told.seconds();
        if (passed >= LINE_EVERY_SECONDS) {
            control.progress(String.format(
                    Locale.ROOT,
                    "%6.1f s  %,d accepted, %.0f orders/s, backlog %,d, %d instances",
                    sample.seconds(),
                    sample.accepted(),
                    (sample.processed() - told.processed()) / passed,
                    sample.backlog(),
                    sample.instances()));
            told = sample;
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
