package dev.sluice.loadtest.scale;

/** Whether consumers have become as fast as they get, told from what they process a second. */
final class Warmth {
    /** By less than this they don't get faster, they vary. */
    private static final double RISE = 1.05;

    /** So many looks in a row must show no rise: a single one may have been disturbed. */
    private static final int LOOKS = 3;

    private double best;
    private int looksWithoutRise;

    /** Another look. @param rate orders a second since the last one */
    void add(double rate) {
        looksWithoutRise = rate > best * RISE ? 0 : looksWithoutRise + 1;
        best = Math.max(best, rate);
    }

    /** Whether they don't get any faster. */
    boolean isReached() {
        return best > 0 && looksWithoutRise >= LOOKS;
    }
}
