package dev.sluice.stack;

import java.util.Locale;
import java.util.function.Consumer;

/** Tells how long the steps of a start took. */
final class Stopwatch {
    private final long begin = System.nanoTime();
    private final Consumer<String> progress;

    Stopwatch(Consumer<String> progress) {
        this.progress = progress;
    }

    /** That step is done. */
    void lap(String step) {
        progress.accept(
                String.format(Locale.ROOT, "%-20s ready after %5.1f s", step, (System.nanoTime() - begin) / 1e9));
    }
}
