package dev.sluice.functions.scale;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Target-based scaling: as many instances as the waiting messages keep busy, at most four more in a decision. The host
 * does not say when the controller takes instances away; here they go when for three ticks no more were wanted. Not
 * thread-safe.
 *
 * @see <a href="https://learn.microsoft.com/azure/azure-functions/functions-target-based-scaling">Target-based scaling</a>
 */
public final class TargetScaler {

    /** The most instances that one decision adds. */
    static final int STEP = 4;

    private static final int TICKS_BEFORE_SCALE_IN = 3;

    private final ScalePlan plan;
    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(Instant time, int wanted) {}

    public TargetScaler(ScalePlan plan) {
        this.plan = plan;
    }

    /**
     * Decides once.
     *
     * @param now the time of the sample; never before the last one's
     * @param current instances that take part now
     * @param loads what waits, one for each function that an app is scaled by
     */
    public ScaleDecision decide(Instant now, int current, List<FunctionLoad> loads) {
        long target = loads.stream().mapToLong(FunctionLoad::target).max().orElse(0);
        int wanted = (int) Math.min(Math.max(target, plan.min()), plan.max());
        remember(now, wanted);
        int desired = current;
        String reason = "as wanted";
        if (wanted > current) {
            desired = Math.min(wanted, current + STEP);
            reason = desired < wanted ? "at most " + STEP + " more in a decision" : limit(target, "out");
        } else if (wanted < current) {
            var most = samples.stream().mapToInt(Sample::wanted).max().orElse(wanted);
            boolean settled = !samples.getFirst().time().isAfter(now.minus(hold()));
            desired = settled ? Math.min(current, most) : current;
            reason = desired < current
                    ? limit(target, "in")
                    : "in only when it has been so for " + hold().toSeconds() + " s";
        }
        return new ScaleDecision(current, desired, prewarmed(target, desired), target, loads, reason);
    }

    private void remember(Instant now, int wanted) {
        samples.addLast(new Sample(now, wanted));
        // One sample older than the hold is kept: it proves that the whole hold was seen.
        while (samples.size() > 1 && !secondOldest().time().isAfter(now.minus(hold()))) {
            samples.removeFirst();
        }
    }

    private Sample secondOldest() {
        return samples.stream().skip(1).findFirst().orElseThrow();
    }

    private Duration hold() {
        return plan.tick().multipliedBy(TICKS_BEFORE_SCALE_IN);
    }

    private int prewarmed(long target, int desired) {
        boolean busy = target > 0 || desired > plan.min();
        return busy ? Math.min(plan.prewarmed(), plan.max() - desired) : 0;
    }

    private String limit(long target, String direction) {
        if (target > plan.max()) {
            return direction + ", max " + plan.max();
        }
        return target < plan.min() ? direction + ", min " + plan.min() : direction;
    }
}
