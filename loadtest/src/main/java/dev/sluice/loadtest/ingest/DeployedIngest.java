package dev.sluice.loadtest.ingest;

import dev.sluice.loadtest.Experiment;
import dev.sluice.loadtest.Report;
import dev.sluice.loadtest.RunControl;
import dev.sluice.loadtest.deployed.Deployment;
import dev.sluice.loadtest.report.Scratch;
import dev.sluice.stack.ledger.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The same rates to a deployed producer. There is no baseline, and nobody to count the queue: what is seen is how many orders were
 * accepted, and how fast.
 */
final class DeployedIngest implements Experiment {
    private static final Set<String> UNSEEN =
            Set.of("processed", "parked", "waiting", "lost", "unexpected", "duplicates", "recovered");

    private final IngestScenario scenario;
    private final Deployment deployment;

    /** Not begun. */
    DeployedIngest(IngestScenario scenario, Deployment deployment) {
        this.scenario = scenario;
        this.deployment = deployment;
    }

    @Override
    public Report run(RunControl control) throws Exception {
        Path logs = Files.createTempDirectory("sluice-ingest");
        Report report = run(logs, control);
        // After a failure its log is of interest.
        Scratch.delete(logs);
        return report;
    }

    private Report run(Path logs, RunControl control) throws Exception {
        control.say("ingest '%s' to %s; the injector's log is in %s"
                .formatted(scenario.name(), deployment.producers(), logs));
        try (Generator generator = new Generator(
                        Map.of(Server.ORDERS, deployment.producers()),
                        deployment.credentials().forOrders(),
                        scenario.tiered(),
                        logs);
                Watch watch = new Watch(generator, Optional.empty(), control)) {
            CpuShares injector = new CpuShares(Map.of("injectorCpuShare", generator.pid()));
            Bench bench = new Bench(generator, server -> Map.copyOf(injector.sinceLast()), control);
            Step warmUp = generator.offer(Server.ORDERS, scenario.from(), Duration.ZERO, scenario.warmUp());
            Sweep sweep = new Sweep(scenario, bench, List.of(Server.ORDERS), control);
            sweep.run();

            List<Step> steps = new ArrayList<>(bench.steps());
            steps.add(warmUp);
            Verdict verdict = IngestFigures.verdict(
                    steps.stream().mapToLong(Step::accepted).sum(), 0, 0);
            IngestFigures figures = IngestFigures.of(verdict, UNSEEN, sweep, OptionalDouble.empty(), steps);
            List<Map<String, Object>> points = new ArrayList<>(watch.points());
            points.addAll(bench.points());
            return new Report(
                    "ingest",
                    scenario.name(),
                    verdict,
                    UNSEEN,
                    figures.others(),
                    points,
                    figures.judge(scenario.thresholds()));
        }
    }
}
