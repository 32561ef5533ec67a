package dev.sluice.stack.command;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Shows how far the orders are: one line that is drawn over and over on a terminal, a line now and then elsewhere. */
final class ProgressBar implements AutoCloseable {
    private static final long TERMINAL_PERIOD_MILLIS = 200;
    private static final long FILE_PERIOD_MILLIS = 2_000;
    private static final int WIDTH = 30;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "progress");
        thread.setDaemon(true);
        return thread;
    });
    private final PrintWriter out;
    private final boolean terminal;
    private final long orders;
    private final LongSupplier accepted;
    private final LongSupplier through;
    private String last;

    /**
     * Not drawn yet.
     *
     * @param terminal whether a line can be drawn over
     * @param orders what is 100 %
     * @param accepted how many are accepted now
     * @param through how many are processed or parked now
     */
    ProgressBar(PrintWriter out, boolean terminal, long orders, LongSupplier accepted, LongSupplier through) {
        this.out = out;
        this.terminal = terminal;
        this.orders = orders;
        this.accepted = accepted;
        this.through = through;
    }

    /** Starts to draw, until it is closed. */
    void start() {
        long period = terminal ? TERMINAL_PERIOD_MILLIS : FILE_PERIOD_MILLIS;
        clock.scheduleWithFixedDelay(this::draw, period, period, TimeUnit.MILLISECONDS);
    }

    private void draw() {
        String line = line(orders, accepted.getAsLong(), through.getAsLong());
        if (terminal) {
            out.print("\r" + line);
        } else if (!line.equals(last)) {
            out.println(line);
        }
        last = line;
        out.flush();
    }

    /** The bar: {@code #} is through, {@code =} is accepted, {@code .} is still to come. */
    static String line(long orders, long accepted, long through) {
        int done = cells(orders, through);
        int underWay = Math.max(0, cells(orders, accepted) - done);
        return String.format(
                Locale.ROOT,
                "[%s%s%s] %,d accepted, %,d through of %,d",
                "#".repeat(done),
                "=".repeat(underWay),
                ".".repeat(WIDTH - done - underWay),
                accepted,
                through,
                orders);
    }

    private static int cells(long orders, long count) {
        return (int) Math.min(WIDTH, count * WIDTH / orders);
    }

    /** Draws for the last time. */
    @Override
    public void close() {
        clock.shutdown();
        try {
            clock.awaitTermination(FILE_PERIOD_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        draw();
        if (terminal) {
            out.println();
        }
    }
}
