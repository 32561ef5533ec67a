package dev.sluice.loadtest.ingest;

import java.time.Duration;

/** Offers orders to a server; in tests to one that is imagined. */
@FunctionalInterface
interface Offering {
    /**
     * Offers {@code rate} orders a second for {@code settle} and {@code length} together, however they are answered, and returns
     * when all are.
     *
     * @param settle how long orders are counted only, and not timed
     * @throws Exception if that can't be done
     */
    Step offer(Server server, int rate, Duration settle, Duration length) throws Exception;
}
