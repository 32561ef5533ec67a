package dev.sluice.loadtest.scale;

import dev.sluice.loadtest.Experiment;
import dev.sluice.loadtest.Report;
import dev.sluice.loadtest.RunControl;
import dev.sluice.loadtest.Threshold;
import dev.sluice.loadtest.measure.Effects;
import dev.sluice.loadtest.measure.Judgement;
import dev.sluice.loadtest.measure.Sampler;
import dev.sluice.stack.Inlet;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.ledger.Audit;
import dev.sluice.stack.ledger.Completion;
import dev.sluice.stack.ledger.Ledger;
import dev.sluice.stack.ledger.OrderLoad;
import dev.sluice.stack.ledger.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Adds consumers to those that run, level by level, on a backlog that never runs out, and measures each level once it is warm. */
final class ScaleExperiment implements Experiment {
    /** Longer than a message stays locked. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Of what a level could process at the most: so much more is on the queue. */
    private static final double RESERVE = 1.2;

    private static final int MOST_ROUNDS = 4;

    private final ScaleScenario scenario;

    ScaleExperiment(ScaleScenario scenario) {
        this.scenario = scenario;
    }

    @Override
    public Report run(RunControl control) throws Exception {
        control.say(
                "scale '%s', %s instances with %d orders of %d ms at once: PostgreSQL, emulator and producer are starting"
                        .formatted(
                                scenario.name(),
                                scenario.instances(),
                                scenario.concurrency(),
                                scenario.handlerTime().toMillis()));
        try (LocalStack stack = LocalStack.builder()
                .inlet(Inlet.PROCESSOR)
                .consumers(0)
                .spareConsumers(scenario.mostInstances())
                .consumerSetting("SLUICE_INLET_CONCURRENCY", Integer.toString(scenario.concurrency()))
                .consumerSetting(
                        "SLUICE_HANDLER_SIMULATED_TIME", scenario.handlerTime().toString())
                .stopAtExit(false)
                .alarm(control::say)
                .start()) {
            control.say("started, logs in " + stack.logs());
            Ledger ledger = new Ledger();
            Audit audit = new Audit(ledger, stack.database(), stack::queued);
            Consumers consumers = new Consumers(stack);
            consumers.growTo(scenario.instances().get(0));
            try (Sampler sampler = new Sampler(ledger, audit, consumers::running, control)) {
                sampler.start(LOOK);
                List<Level> levels = levels(stack, consumers, ledger, control);
                Verdict verdict = control.isStopped() ? audit.verdict() : new Completion(audit, PATIENCE).await();
                return report(verdict, new ScaleFigures(levels));
            }
        }
    }

    private List<Level> levels(LocalStack stack, Consumers consumers, Ledger ledger, RunControl control)
            throws Exception {
        Window window = new Window(stack, Effects.note(stack.database()), control);
        OrderLoad load = new OrderLoad(stack.producerUrl(), stack.headers(), ledger);
        List<Level> levels = new ArrayList<>();
        for (int count : scenario.instances()) {
            if (control.isStopped()) {
                break;
            }
            // Neither those that start nor the queue shall be kept waiting by those that run.
            consumers.pause();
            consumers.growTo(count);
            fill(enough(count), stack, load, control);
            consumers.resume();
            control.pause(scenario.warmUp());
            window.measure(consumers, scenario.window()).ifPresent(level -> {
                levels.add(level);
                control.say(line(level, levels.get(0)));
            });
        }
        return levels;
    }

    private static void fill(long enough, LocalStack stack, OrderLoad load, RunControl control)
            throws InterruptedException {
        for (int round = 0; round < MOST_ROUNDS && !control.isStopped(); round++) {
            // New consumers take from it meanwhile.
            long missing = enough - stack.queued();
            load.post(number -> number < missing && !control.isStopped());
        }
    }

    /** The orders that such a level can't work off before it is measured. */
    private long enough(int count) {
        Duration length = scenario.warmUp().plus(scenario.window());
        return Math.round(RESERVE * scenario.limit(count) * length.toMillis() / 1000) + count * scenario.concurrency();
    }

    private Report report(Verdict verdict, ScaleFigures figures) {
        List<Threshold> wanted = new ArrayList<>(List.of(
                // What ended early, or had nothing to do for a while, has measured nothing.
                Threshold.exactly("levels", scenario.instances().size()),
                new Threshold("leastBacklog", Threshold.Bound.AT_LEAST, 1)));
        wanted.addAll(scenario.thresholds());
        return new Report(
                "scale",
                scenario.name(),
                verdict,
                figures.figures(),
                figures.points(),
                Judgement.of(verdict, figures.figures(), wanted));
    }

    private static String line(Level level, Level one) {
        return String.format(
                Locale.ROOT,
                "%d instances: %.1f orders/s, efficiency %.3f, shares within %.1f %% of fair; of the CPU: consumers %.0f %%,"
                        + " emulator %.0f %%, PostgreSQL %.0f %%",
                level.instances().size(),
                level.throughput(),
                level.efficiency(one),
                100 * level.unfairness(),
                100 * level.consumersCpuShare(),
                100 * level.emulatorCpuShare(),
                100 * level.databaseCpuShare());
    }
}
