package dev.sluice.stack.console;

import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Takes a picture every second, on a thread of its own. */
final class Sampler implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Sampler.class.getName());
    private static final long PERIOD_MILLIS = 1000;

    private final Sources sources;
    private final Consumer<Snapshot> viewer;
    private final Picture picture = new Picture();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread sampler = new Thread(work, "console-sampler");
        sampler.setDaemon(true);
        return sampler;
    });

    /** Starts; {@code viewer} gets every picture. */
    Sampler(Sources sources, Consumer<Snapshot> viewer) {
        this.sources = sources;
        this.viewer = viewer;
        thread.scheduleWithFixedDelay(this::sample, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void sample() {
        try {
            viewer.accept(picture.update(sources.read(), Instant.now(), System.nanoTime()));
        } catch (RuntimeException e) {
            // The next one may succeed; an exception that gets out of here would end the schedule.
            LOG.log(System.Logger.Level.WARNING, "the console could not take a picture", e);
        }
    }
}
