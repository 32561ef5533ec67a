package dev.sluice.loadtest.measure;

/**
 * A look at the system.
 *
 * @param seconds since the first look
 * @param accepted orders that were accepted so far
 * @param processed orders that have come out at the other end so far
 * @param instances how many run
 */
public record Sample(double seconds, long accepted, long processed, int instances) {
    /** Orders that are under way. */
    public long backlog() {
        return Math.max(0, accepted - processed);
    }
}
