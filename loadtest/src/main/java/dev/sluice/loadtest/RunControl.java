package dev.sluice.loadtest;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How an experiment is watched and stopped. Thread-safe. */
public final class RunControl {
    private final PrintWriter out;
    private final boolean terminal;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private boolean lineIsOpen;

    /**
     * A run that goes on until it is stopped.
     *
     * @param out for people
     * @param terminal whether a line of it can be drawn over
     */
    public RunControl(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Ends the run early, with a report. */
    public void stop() {
        stopped.countDown();
    }

    /** Whether the run is to end. */
    public boolean isStopped() {
        return stopped.getCount() == 0;
    }

    /**
     * Waits for so long, or until the run is stopped.
     *
     * @throws InterruptedException if interrupted
     */
    public void pause(Duration duration) throws InterruptedException {
        stopped.await(Math.max(0, duration.toMillis()), TimeUnit.MILLISECONDS);
    }

    /** Tells something that has happened. */
    public synchronized void say(String line) {
        out.println(lineIsOpen ? System.lineSeparator() + line : line);
        lineIsOpen = false;
        out.flush();
    }

    /** Tells how far the run is; on a terminal the next one is drawn over it. */
    public synchronized void progress(String line) {
        if (terminal) {
            out.print("\r" + line + " ");
            lineIsOpen = true;
        } else {
            out.println(line);
        }
        out.flush();
    }
}
