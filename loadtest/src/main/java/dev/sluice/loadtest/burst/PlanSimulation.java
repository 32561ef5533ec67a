package dev.sluice.loadtest.burst;

import dev.sluice.functions.scale.FunctionLoad;
import dev.sluice.functions.scale.ScaleDecision;
import dev.sluice.functions.scale.ScalePlan;
import dev.sluice.functions.scale.TargetScaler;
import dev.sluice.loadtest.measure.Sample;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What the plan should do with a burst: the policy is the functions-host's own, the clock is virtual and goes by
 * milliseconds, an order takes its handler's time and nothing else. Run once.
 */
final class PlanSimulation {
    private static final double SECOND = 1000;
    private static final int SAMPLE_EVERY = 500;

    private final BurstScenario scenario;
    private final Deque<Long> arrivals;
    private final long orders;
    private final long firstTick;
    private final long startTime;
    private final TargetScaler scaler;

    /** When each instance that takes part has started, and each prewarmed one. */
    private final List<Long> active = new ArrayList<>();

    private final List<Long> prewarmed = new ArrayList<>();

    /** When each order in hand is done; all take the same time, so they end in the order in which they began. */
    private final Deque<Long> inHand = new ArrayDeque<>();

    private final List<Sample> samples = new ArrayList<>();
    private long waiting;
    private long processed;
    private int most;
    private double instanceSeconds;
    private long drainedAt;

    /**
     * A simulation of what was measured.
     *
     * @param arrivals milliseconds since the first order, ascending
     * @param firstTick when the plan decides first, in milliseconds after it
     * @param startTime how long an instance takes to its first order, in milliseconds
     */
    PlanSimulation(BurstScenario scenario, List<Long> arrivals, long firstTick, long startTime) {
        this.scenario = scenario;
        this.arrivals = new ArrayDeque<>(arrivals);
        this.orders = arrivals.size();
        this.firstTick = firstTick;
        this.startTime = startTime;
        this.scaler = new TargetScaler(ScalePlan.of(scenario.min(), scenario.max(), scenario.tick()));
        for (int i = 0; i < scenario.min(); i++) {
            active.add(0L);
        }
    }

    /** Runs until all is done and only the always-ready instances are left. */
    Course run() {
        long tick = scenario.tick().toMillis();
        long now = 0;
        while (processed < orders || active.size() > scenario.min()) {
            work(now);
            if (now >= firstTick && (now - firstTick) % tick == 0) {
                decide(now);
            }
            if (now % SAMPLE_EVERY == 0) {
                samples.add(new Sample(now / SECOND, orders - arrivals.size(), processed, active.size()));
            }
            most = Math.max(most, active.size());
            instanceSeconds += (active.size() + prewarmed.size()) / SECOND;
            now++;
        }
        return new Course(samples, drainedAt / SECOND, instanceSeconds, now / SECOND, most);
    }

    private void work(long now) {
        while (!arrivals.isEmpty() && arrivals.peek() <= now) {
            arrivals.remove();
            waiting++;
        }
        while (!inHand.isEmpty() && inHand.peek() <= now) {
            drainedAt = inHand.remove();
            processed++;
        }
        long ready = active.stream().filter(start -> start <= now).count();
        while (waiting > 0 && inHand.size() < ready * BurstScenario.CONCURRENCY) {
            inHand.add(now + scenario.handlerTime().toMillis());
            waiting--;
        }
    }

    private void decide(long now) {
        FunctionLoad load =
                new FunctionLoad("order-consumer", waiting + inHand.size(), false, BurstScenario.CONCURRENCY);
        ScaleDecision decision = scaler.decide(Instant.ofEpochMilli(now), active.size(), List.of(load));
        while (active.size() < decision.desired()) {
            active.add(prewarmed.isEmpty() ? now + startTime : prewarmed.remove(0));
        }
        // The youngest go first.
        active.subList(decision.desired(), active.size()).clear();
        while (prewarmed.size() < decision.prewarmed()) {
            prewarmed.add(now + startTime);
        }
        prewarmed.subList(decision.prewarmed(), prewarmed.size()).clear();
    }
}
