package dev.sluice.loadtest.chaos;

import dev.sluice.loadtest.Experiment;
import dev.sluice.loadtest.Report;
import dev.sluice.loadtest.RunControl;
import dev.sluice.loadtest.fault.Target;
import dev.sluice.loadtest.poison.PoisonAudit;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.ledger.Audit;
import dev.sluice.stack.ledger.Completion;
import dev.sluice.stack.ledger.Ledger;
import dev.sluice.stack.ledger.LoadResult;
import dev.sluice.stack.ledger.Verdict;
import java.time.Duration;
import java.util.Random;

/**
 * Chaos and soak: keeps the system under load and breaks it, one fault after another; then waits until all is through and says what became
 * of each order.
 */
final class ChaosExperiment implements Experiment {
    /** How long nothing may move at the end before waiting ends; a consumer's locks and retries have run out by then. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String name;
    private final ChaosScenario scenario;
    private final long seed;

    /** {@code seed} decides every choice. */
    ChaosExperiment(String name, ChaosScenario scenario, long seed) {
        this.name = name;
        this.scenario = scenario;
        this.seed = seed;
    }

    @Override
    public Report run(RunControl control) throws Exception {
        control.say("%s '%s', %s, seed %d: PostgreSQL, emulator, producer and %d consumers are starting"
                .formatted(
                        name,
                        scenario.name(),
                        scenario.system().inlet(),
                        seed,
                        scenario.system().consumers()));
        Random random = new Random(seed);
        SystemPlan system = scenario.system();
        try (LocalStack stack =
                system.builder().stopAtExit(false).alarm(control::say).start()) {
            control.say("started, logs in " + stack.logs());
            if (!system.clockAhead().isZero()) {
                stack.addConsumer(FakeClock.ahead(system.clockAhead()));
            }
            Ledger ledger = new Ledger();
            Audit audit = new Audit(ledger, stack.database(), stack::queued);
            try (Target target = new Target(stack, audit, new Random(random.nextLong()), control);
                    Timeline timeline = new Timeline(ledger, target, control);
                    Loads loads = new Loads(stack, scenario, ledger, new Random(random.nextLong()))) {
                timeline.start();
                Strikes strikes = new Strikes(target, timeline, random, control);
                strikes.all(scenario.faults());
                LoadResult load = loads.end();
                Verdict verdict = control.isStopped()
                        ? audit.verdict()
                        : new Completion(audit, system.lock().plus(PATIENCE)).await();
                PoisonAudit poison =
                        PoisonAudit.of(loads.poison(), ledger.accepted().keySet(), stack.database());
                ChaosFigures figures = new ChaosFigures(verdict, load, poison, strikes.count(), strikes.slowest());
                load.examples().forEach(example -> control.say("  answered: " + example));
                return new Report(
                        name,
                        scenario.name(),
                        verdict,
                        figures.others(),
                        timeline.points(),
                        figures.judge(scenario.thresholds()));
            }
        }
    }
}
