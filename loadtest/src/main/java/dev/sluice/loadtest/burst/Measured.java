package dev.sluice.loadtest.burst;

import dev.sluice.loadtest.measure.ProcessUsage;
import dev.sluice.stack.ledger.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What was seen of a burst.
 *
 * @param verdict what became of its orders
 * @param course how it was worked off
 * @param emulatorCpu CPU time of the bus until then
 * @param requests when each order was sent first, ascending
 * @param added when each further instance was first seen, ascending
 * @param firstEffects when each further instance had its first effect, ascending
 */
record Measured(
        Verdict verdict,
        Course course,
        Duration emulatorCpu,
        List<Instant> requests,
        List<Instant> added,
        List<Instant> firstEffects) {
    /** Of a burst that was not sent. */
    static final Measured NOTHING = new Measured(
            new Verdict(0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, new Verdict.Latency(0, 0)),
            new Course(List.of(), 0, 0, 0, 0),
            Duration.ZERO,
            List.of(),
            List.of(),
            List.of());

    /** Milliseconds since the first order, for each. */
    List<Long> arrivals() {
        return requests.stream().map(this::sinceFirst).toList();
    }

    /** How long an instance took to take on its first order, in milliseconds on average; 0 if none was added. */
    long startTime(Duration handlerTime) {
        int working = Math.min(added.size(), firstEffects.size());
        long sum = 0;
        for (int i = 0; i < working; i++) {
            sum += Duration.between(added.get(i), firstEffects.get(i))
                    .minus(handlerTime)
                    .toMillis();
        }
        return working == 0 ? 0 : Math.max(0, sum / working);
    }

    /**
     * When the plan decided first, in milliseconds after the first order: its ticks go on whether orders come or not. If it
     * added nobody at its first decision, that is not how the simulation does it.
     */
    long firstTick(Duration tick) {
        return added.isEmpty() ? 0 : Math.floorMod(sinceFirst(added.get(0)), tick.toMillis());
    }

    /** The bus's share of the machine's CPU time. */
    double emulatorCpuShare() {
        return verdict.elapsed().isZero() ? 0 : ProcessUsage.shareOfMachine(emulatorCpu, verdict.elapsed());
    }

    private long sinceFirst(Instant time) {
        return Duration.between(requests.get(0), time).toMillis();
    }
}
