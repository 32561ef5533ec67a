package dev.sluice.stack.drill;

import dev.sluice.stack.ledger.Verdict;
import java.time.Duration;
import java.util.Optional;

/**
 * What the loss of the primary namespace meant.
 *
 * @param ordersPerSecond the load
 * @param outage how long the primary was away
 * @param recoveryTime RTO: from the cut to the first 202 for an order that was posted after it; empty if there was none
 * @param slowest the longest that a request waited for its 202
 * @param unavailable requests that were answered with 503, or not at all; each was repeated by its client
 * @param stranded accepted orders that were on the primary, unprocessed, when it came back
 * @param failback from the primary's return until orders went there again; empty if they never did
 * @param verdict what became of the orders
 */
public record DrillResult(
        int ordersPerSecond,
        Duration outage,
        Optional<Duration> recoveryTime,
        Duration slowest,
        long unavailable,
        long stranded,
        Optional<Duration> failback,
        Verdict verdict) {
    /** Orders were accepted again and went back, and every accepted one was processed exactly once: RPO is 0. */
    public boolean isGood() {
        return recoveryTime.isPresent()
                && failback.isPresent()
                && verdict.holds()
                && verdict.isFinal()
                && verdict.processed() == verdict.accepted();
    }
}
