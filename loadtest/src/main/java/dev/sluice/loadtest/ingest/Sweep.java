package dev.sluice.loadtest.ingest;

import dev.sluice.loadtest.RunControl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the rate at which each of the servers breaks, then offers to each half of what producer has taken. A server is broken by
 * a rate that it did not take twice in a row: whenever something stands still for a moment, an open model opens a connection for
 * each order meanwhile, and thousands of these can take more than the step to get over.
 */
final class Sweep {
    private static final int TRIES = 2;

    /** At so much of its own best rate producer is compared. */
    private static final double SHARE = 0.5;

    private final IngestScenario scenario;
    private final Offering offering;
    private final List<Server> servers;
    private final RunControl control;
    private final Map<Server, Step> best = new EnumMap<>(Server.class);
    private final Map<Server, List<Step>> compared = new EnumMap<>(Server.class);
    private final Set<Server> broken = EnumSet.noneOf(Server.class);

    /** Not begun. @param servers to whom orders are offered */
    Sweep(IngestScenario scenario, Offering offering, List<Server> servers, RunControl control) {
        this.scenario = scenario;
        this.offering = offering;
        this.servers = servers;
        this.control = control;
    }

    /** Goes through all of it, or until the run is stopped. */
    void run() throws Exception {
        // Each rate is offered to one right after the other, so that what disturbs the machine disturbs both.
        for (int rate = scenario.from(); rate <= scenario.most() && broken.size() < servers.size(); ) {
            for (Server server : servers) {
                climb(server, rate);
            }
            rate = (int) Math.round(rate * scenario.factor());
        }
        int half = (int) (best(Server.ORDERS).map(Step::acceptedPerSecond).orElse(0.0) * SHARE);
        for (int round = 0; round < scenario.rounds(); round++) {
            for (Server server : servers) {
                if (half > 0 && !control.isStopped()) {
                    compared.computeIfAbsent(server, first -> new ArrayList<>())
                            .add(offering.offer(server, half, scenario.settle(), scenario.compare()));
                }
            }
        }
    }

    /** The step in which a server has taken the most; empty if the run was stopped before. */
    Optional<Step> best(Server server) {
        return Optional.ofNullable(best.get(server));
    }

    /**
     * The step at half of producer's best rate, of several the one with the median p99, so that one disturbance decides nothing;
     * empty if the run was stopped before.
     */
    Optional<Step> compared(Server server) {
        List<Step> steps = compared.getOrDefault(server, List.of());
        return steps.stream()
                .sorted(Comparator.comparingDouble(Step::p99Millis))
                .skip((steps.size() - 1) / 2)
                .findFirst();
    }

    /** Whether a rate was found that a server does not take. */
    boolean isBroken(Server server) {
        return broken.contains(server);
    }

    private void climb(Server server, int rate) throws Exception {
        for (int tries = 0; tries < TRIES; tries++) {
            if (broken.contains(server) || control.isStopped()) {
                return;
            }
            Step step = offering.offer(server, rate, Duration.ZERO, scenario.step());
            best.merge(server, step, (known, now) -> now.acceptedPerSecond() > known.acceptedPerSecond() ? now : known);
            if (step.keepsUp()) {
                return;
            }
        }
        broken.add(server);
    }
}
