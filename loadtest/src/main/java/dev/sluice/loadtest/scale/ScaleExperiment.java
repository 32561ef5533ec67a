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
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Adds consumers to those that work, level by level, on a backlog that never runs out, and measures each level. All of them are
 * started and get warm together before the first level is measured: a first one that is still cold would flatter all others.
 */
final class ScaleExperiment implements Experiment {
    /** Longer than a message stays locked. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration LOOK = Duration.ofSeconds(1);

    /** The bus's longest: what an instance has in hand stays its own while its clock stands still. */
    private static final Duration LOCK = Duration.ofMinutes(5);

    /**
     * PostgreSQL acknowledges a commit without waiting for the disk, which everything on the machine shares: when that stands
     * still for half a second, so do all consumers, and a level of few seconds tells of nothing else.
     */
    private static final String CONNECTION_OPTIONS_SETTING =
            "QUARKUS_DATASOURCE_JDBC_ADDITIONAL_JDBC_PROPERTIES_OPTIONS";

    private static final String NO_WAIT_FOR_THE_DISK = "-c synchronous_commit=off";

    /** More is no efficiency: then the one that all others are compared with was not warm, or was disturbed. */
    private static final double BELIEVABLE_EFFICIENCY = 1.05;

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
                .consumers(1)
                .spareConsumers(scenario.mostInstances() - 1)
                .consumerSetting(Effects.NAME_SETTING, Consumers.FIRST)
                .consumerSetting("SLUICE_INLET_CONCURRENCY", Integer.toString(scenario.concurrency()))
                .consumerSetting("SLUICE_INLET_PREFETCH", Integer.toString(scenario.prefetch()))
                .consumerSetting(
                        "SLUICE_HANDLER_SIMULATED_TIME", scenario.handlerTime().toString())
                .consumerSetting(CONNECTION_OPTIONS_SETTING, NO_WAIT_FOR_THE_DISK)
                .lockDuration(LOCK)
                .stopAtExit(false)
                .alarm(control::say)
                .start()) {
            control.say("started, logs in " + stack.logs());
            Ledger ledger = new Ledger();
            Audit audit = new Audit(ledger, stack.database(), stack::queued);
            Consumers consumers = new Consumers(stack, scenario.handlerTime());
            Effects effects = Effects.note(stack.database());
            try (Sampler sampler = new Sampler(ledger, audit, consumers::working, control)) {
                sampler.start(LOOK);
                OrderLoad load = new OrderLoad(stack.producerUrl(), stack.headers(), ledger);
                fill(scenario.enoughToGetWarm(), stack, load, control);
                // Those that are ready work while the others start: a part of the warm-up.
                consumers.start(scenario.mostInstances());
                Duration warmUp = warmUp(audit, control);
                consumers.letWork(1);
                fill(scenario.enough(), stack, load, control);
                List<Level> levels = levels(consumers, new Window(stack, effects, control), control);
                // What the others have in hand is to be seen in the verdict.
                consumers.letWork(scenario.mostInstances());
                Verdict verdict = control.isStopped() ? audit.verdict() : new Completion(audit, PATIENCE).await();
                return report(verdict, new ScaleFigures(scenario, warmUp, levels));
            }
        }
    }

    /** Returns when they don't get any faster; says how long that took. */
    private Duration warmUp(Audit audit, RunControl control) throws SQLException, InterruptedException {
        Warmth warmth = new Warmth();
        long begin = System.nanoTime();
        long before = begin;
        long processedBefore = audit.through();
        while (!warmth.isReached()
                && !control.isStopped()
                && before - begin < scenario.warmUp().toNanos()) {
            control.pause(LOOK);
            long processed = audit.through();
            long now = System.nanoTime();
            warmth.add((processed - processedBefore) * 1e9 / (now - before));
            processedBefore = processed;
            before = now;
        }
        control.say(String.format(
                Locale.ROOT,
                warmth.isReached() ? "warm after %.1f s" : "after %.1f s nobody waits for them to get any warmer",
                (before - begin) / 1e9));
        return Duration.ofNanos(before - begin);
    }

    private List<Level> levels(Consumers consumers, Window window, RunControl control)
            throws SQLException, InterruptedException {
        List<Level> levels = new ArrayList<>();
        for (int count : scenario.instances()) {
            if (control.isStopped()) {
                break;
            }
            consumers.letWork(count);
            control.pause(scenario.settle());
            window.measure(consumers, scenario.window()).ifPresent(level -> {
                levels.add(level);
                control.say(line(level, levels.get(0)));
            });
        }
        return levels;
    }

    /** Posts what the queue lacks. */
    private static void fill(long enough, LocalStack stack, OrderLoad load, RunControl control)
            throws InterruptedException {
        long missing = enough - stack.queued();
        load.post(number -> number < missing && !control.isStopped());
    }

    private Report report(Verdict verdict, ScaleFigures figures) {
        List<Threshold> wanted = new ArrayList<>(List.of(
                // What ended early, or had nothing to do for a while, has measured nothing.
                Threshold.exactly("levels", scenario.instances().size()),
                new Threshold("leastBacklog", Threshold.Bound.AT_LEAST, 1),
                new Threshold("efficiency", Threshold.Bound.AT_MOST, BELIEVABLE_EFFICIENCY)));
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
