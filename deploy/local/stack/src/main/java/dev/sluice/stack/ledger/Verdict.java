package dev.sluice.stack.ledger;

import java.time.Duration;

/**
 * What became of the accepted orders: {@code accepted = processed + parked + waiting + lost}.
 *
 * @param accepted orders that were answered with 202
 * @param processed accepted orders with at least one effect
 * @param parked accepted orders without effect that lie in table {@code parked}
 * @param waiting accepted orders without either that are still on a queue
 * @param lost accepted orders that are nowhere
 * @param unexpected orders with an effect or a mark in the inbox that nobody was promised
 * @param duplicates effects beyond one per order
 * @param recovered redeliveries that were absorbed
 * @param elapsed from the first request to the last effect
 * @param endToEnd from each order's first request to its first effect
 */
public record Verdict(
        long accepted,
        long processed,
        long parked,
        long waiting,
        long lost,
        long unexpected,
        long duplicates,
        long recovered,
        Duration elapsed,
        Latency endToEnd) {

    /**
     * Percentiles of a latency; 0 where nothing was measured.
     *
     * @param p50 milliseconds
     * @param p99 milliseconds
     */
    public record Latency(long p50, long p99) {}

    /** Nothing was lost, nothing was done twice, nothing came from nowhere. */
    public boolean holds() {
        return lost == 0 && unexpected == 0 && duplicates == 0;
    }

    /** Nothing is under way any more: every accepted order was processed or parked, or is lost. */
    public boolean isFinal() {
        return waiting == 0;
    }

    /** Processed orders per second; 0 where there are none. */
    public double ordersPerSecond() {
        return elapsed.isZero() ? 0 : processed / seconds();
    }

    /** {@link #elapsed} in seconds. */
    public double seconds() {
        return elapsed.toNanos() / 1e9;
    }
}
