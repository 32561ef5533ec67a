package dev.sluice.injector;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What happens to the orders of one load, written down as it happens. Thread-safe. */
final class Tally {
    /** The name of the number of accepted orders. */
    static final String ACCEPTED = "accepted";

    /** In place of a status. */
    static final int NO_ANSWER = 0;

    private static final int DIGITS = 3;
    private static final double MICROS = 1_000;

    private final int rate;
    private final int settling;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLongArray sent;
    private final AtomicLong lastAnswer = new AtomicLong();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder unavailable = new LongAdder();
    private final LongAdder others = new LongAdder();
    private final LongAdder unanswered = new LongAdder();
    private final Histogram latency = new ConcurrentHistogram(DIGITS);
    private final Histogram refusal = new ConcurrentHistogram(DIGITS);

    /**
     * Nothing sent yet.
     *
     * @param rate orders a second, as intended
     * @param orders how many at the most
     * @param settling how many of them, the first ones, are counted only: while connections are opened, times are of the
     *     beginning and not of the rate
     */
    Tally(int rate, int orders, int settling) {
        this.rate = rate;
        this.settling = settling;
        // Gatling may round up.
        sent = new AtomicLongArray(orders + 1);
    }

    /**
     * An order is sent now.
     *
     * @param nanos by {@link System#nanoTime}
     * @return the order's number, from 0
     */
    int sent(long nanos) {
        int number = next.getAndIncrement();
        sent.set(number, nanos);
        return number;
    }

    /**
     * It was answered now.
     *
     * @param status {@link #NO_ANSWER} if it was not
     * @param retryAfter whether the answer said when to try again: a 503 that doesn't is not the one that was agreed on
     */
    void answered(int number, int status, boolean retryAfter, long nanos) {
        lastAnswer.accumulateAndGet(nanos - sent.get(0), Math::max);
        long micros = (nanos - sent.get(number)) / 1_000;
        boolean settled = number >= settling;
        if (status == 202) {
            accepted.increment();
            record(latency, micros, settled);
        } else if (status == 503 && retryAfter) {
            unavailable.increment();
            record(refusal, micros, settled);
        } else if (status == NO_ANSWER) {
            unanswered.increment();
        } else {
            others.increment();
        }
    }

    /** Orders that were accepted so far. */
    long accepted() {
        return accepted.sum();
    }

    /** Everything, when all answers are there: times from an order's sending, and how late it was sent. */
    Map<String, Number> result() {
        Histogram delay = delay();
        Map<String, Number> result = new LinkedHashMap<>();
        result.put("seconds", lastAnswer.get() / 1e9);
        result.put(ACCEPTED, accepted.sum());
        result.put("unavailable", unavailable.sum());
        result.put("others", others.sum());
        result.put("unanswered", unanswered.sum());
        result.put("p50Millis", millis(latency, 50));
        result.put("p95Millis", millis(latency, 95));
        result.put("p99Millis", millis(latency, 99));
        result.put("p999Millis", millis(latency, 99.9));
        result.put("delayP50Millis", millis(delay, 50));
        result.put("delayP99Millis", millis(delay, 99));
        result.put("unavailableP99Millis", millis(refusal, 99));
        return result;
    }

    /**
     * How much later than intended each order was sent, in microseconds. The one that was the least late is the clock's zero:
     * the generator does not tell when it began.
     */
    private Histogram delay() {
        Histogram delay = new Histogram(DIGITS);
        long zero = Long.MAX_VALUE;
        for (int number = 0; number < next.get(); number++) {
            zero = Math.min(zero, lateness(number));
        }
        for (int number = settling; number < next.get(); number++) {
            delay.recordValue((lateness(number) - zero) / 1_000);
        }
        return delay;
    }

    private static void record(Histogram histogram, long micros, boolean settled) {
        if (settled) {
            histogram.recordValue(micros);
        }
    }

    private long lateness(int number) {
        return sent.get(number) - sent.get(0) - (long) (number * 1e9 / rate);
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(percentile) / MICROS;
    }
}
