package dev.sluice.stack.console;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** A sum that grows, and how fast it did lately. Not thread-safe. */
final class Throughput {
    /** Long enough that a rate of one in a second does not flicker between zero and two. */
    private static final long WINDOW = Duration.ofSeconds(5).toNanos();

    private record Point(long nanos, double total) {}

    private final Deque<Point> points = new ArrayDeque<>();
    private double total;

    /**
     * Takes what came on top.
     *
     * @param nanos a clock's reading, never less than the one before
     */
    void add(double increment, long nanos) {
        total += increment;
        points.addLast(new Point(nanos, total));
        // The last one beyond the window stays: the rate is that between it and now.
        while (points.size() > 2 && nanos - second().nanos() >= WINDOW) {
            points.removeFirst();
        }
    }

    /** Takes a counter's reading, which is never less than the one before. */
    double read(double reading, long nanos) {
        double increment = Math.max(0, reading - total);
        add(increment, nanos);
        return increment;
    }

    double total() {
        return total;
    }

    /** Over the last five seconds, or as long as is known; 0 after one reading. */
    double perSecond() {
        if (points.size() < 2) {
            return 0;
        }
        Point first = points.getFirst();
        Point last = points.getLast();
        long nanos = last.nanos() - first.nanos();
        return nanos == 0 ? 0 : (last.total() - first.total()) * 1e9 / nanos;
    }

    Snapshot.Meter meter() {
        return new Snapshot.Meter(total, perSecond());
    }

    private Point second() {
        return points.stream().skip(1).findFirst().orElseThrow();
    }
}
