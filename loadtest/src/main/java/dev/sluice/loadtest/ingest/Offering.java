package dev.sluice.loadtest.ingest;

import java.time.Duration;

/** Offers orders to a server; in tests to one that is imagined. */
@FunctionalInterface
interface Offering {
    /**
     * Offers {@code rate} orders a second for {@code length}, however they are answered, and returns when all are.
     *
     * @throws Exception if that can't be done
     */
    Step offer(Server server, int rate, Duration length) throws Exception;
}
