package dev.sluice.loadtest.burst;

import dev.sluice.loadtest.RunControl;
import dev.sluice.loadtest.measure.Effects;
import dev.sluice.loadtest.measure.ProcessUsage;
import dev.sluice.loadtest.measure.Sample;
import dev.sluice.loadtest.measure.Sampler;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.LocalStackBuilder;
import dev.sluice.stack.ledger.Audit;
import dev.sluice.stack.ledger.Completion;
import dev.sluice.stack.ledger.Ledger;
import dev.sluice.stack.ledger.OrderLoad;
import dev.sluice.stack.ledger.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.IntPredicate;

/** Sends the burst to a system under the functions-host. */
final class BurstRun {
    /** Longer than a message stays locked. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final Duration LOOK = Duration.ofMillis(100);

    /** When nothing waits any more, instances go within so many ticks, and what they have in hand is long done. */
    private static final int TICKS_TO_SCALE_IN = 6;

    private final BurstScenario scenario;
    private final RunControl control;

    BurstRun(BurstScenario scenario, RunControl control) {
        this.scenario = scenario;
        this.control = control;
    }

    /** With instances that come and go; returns when only those are left that are always there. */
    Measured elastic() throws Exception {
        return run(scenario.min(), LocalStack.builder().instances(scenario.min(), scenario.max(), scenario.tick()));
    }

    /** With the most instances from the beginning. */
    Measured fixed() throws Exception {
        return run(scenario.max(), LocalStack.builder().consumers(scenario.max()));
    }

    private Measured run(int alwaysThere, LocalStackBuilder builder) throws Exception {
        try (LocalStack stack = builder.consumerSetting(
                        "SLUICE_HANDLER_SIMULATED_TIME", scenario.handlerTime().toString())
                .consumerSetting(Effects.NAME_SETTING, "${FUNCTIONS_CUSTOMHANDLER_WORKER_ID}")
                .stopAtExit(false)
                .alarm(control::say)
                .start()) {
            Effects effects = Effects.note(stack.database());
            Ledger ledger = new Ledger();
            Audit audit = new Audit(ledger, stack.database(), stack::queued);
            InstanceWatch instances = new InstanceWatch(stack.consumers().get(0));
            awaitInstances(instances, count -> count >= alwaysThere, PATIENCE);
            Duration emulatorBefore = ProcessUsage.cpu(stack.emulator().pid());
            try (Sampler sampler = new Sampler(ledger, audit, instances::look, control)) {
                sampler.start(LOOK);
                new OrderLoad(stack.producerUrl(), stack.headers(), ledger)
                        .post(number -> number < scenario.orders() && !control.isStopped());
                Verdict verdict = control.isStopped() ? audit.verdict() : new Completion(audit, PATIENCE).await();
                Duration emulatorCpu = ProcessUsage.cpu(stack.emulator().pid()).minus(emulatorBefore);
                awaitInstances(
                        instances,
                        count -> count <= alwaysThere,
                        scenario.tick().multipliedBy(TICKS_TO_SCALE_IN));
                return new Measured(
                        verdict,
                        course(sampler.samples(), verdict),
                        emulatorCpu,
                        ledger.accepted().values().stream().sorted().toList(),
                        instances.added(alwaysThere),
                        effects.firsts().stream().skip(alwaysThere).toList());
            }
        }
    }

    private void awaitInstances(InstanceWatch instances, IntPredicate enough, Duration patience)
            throws InterruptedException {
        Instant deadline = Instant.now().plus(patience);
        while (!enough.test(instances.look()) && Instant.now().isBefore(deadline) && !control.isStopped()) {
            control.pause(LOOK);
        }
    }

    private static Course course(List<Sample> samples, Verdict verdict) {
        double instanceSeconds = 0;
        for (int i = 1; i < samples.size(); i++) {
            instanceSeconds += samples.get(i).instances()
                    * (samples.get(i).seconds() - samples.get(i - 1).seconds());
        }
        return new Course(
                samples,
                verdict.seconds(),
                instanceSeconds,
                samples.isEmpty() ? 0 : samples.get(samples.size() - 1).seconds(),
                samples.stream().mapToInt(Sample::instances).max().orElse(0));
    }
}
