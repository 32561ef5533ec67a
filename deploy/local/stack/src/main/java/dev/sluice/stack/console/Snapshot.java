package dev.sluice.stack.console;

import java.time.Instant;
import java.util.List;

/**
 * The picture at one moment, as the page gets it.
 *
 * @param at when
 * @param flow what comes and goes, over all instances
 * @param backlog messages on the queues of orders, in whatever state; null while no namespace tells
 * @param namespaces the queue in each of them
 * @param instances who works
 * @param parked what waits for a decision
 * @param changes instances that came and went, the latest first
 * @param sources who was asked, and who is away
 * @param recent the last minutes, second by second
 */
record Snapshot(
        Instant at,
        Flow flow,
        Long backlog,
        List<Namespace> namespaces,
        List<Line> instances,
        ParkedOrders parked,
        List<Change> changes,
        List<Source> sources,
        List<Point> recent) {
    /** A sum since the start, and its growth in each second. */
    record Meter(double total, double perSecond) {}

    /** Orders accepted and refused by producer, processed and tried again by consumers. */
    record Flow(Meter accepted, Meter refused, Meter processed, Meter retried) {}

    /** A namespace's queue; null while it does not tell. */
    record Namespace(String name, QueueCounts orders) {}

    /**
     * An instance.
     *
     * @param done orders that producer accepted or a consumer processed
     * @param inHand messages that it works on
     * @param retried messages that it had tried again
     * @param answers whether it told its figures this time
     */
    record Line(
            String service,
            String name,
            String state,
            long pid,
            Meter done,
            double inHand,
            double retried,
            boolean answers) {}

    /** An instance came, went or changed its state. */
    record Change(Instant at, String instance, String what) {}

    /** Somebody who is asked; {@code problem} and {@code since} are null while he answers. */
    record Source(String name, String problem, Instant since) {}

    /** One second of the past; {@code backlog} is null if it was not known. */
    record Point(double accepted, double processed, double retried, Long backlog) {}
}
