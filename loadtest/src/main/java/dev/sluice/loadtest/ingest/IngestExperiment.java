package dev.sluice.loadtest.ingest;

import dev.sluice.loadtest.Experiment;
import dev.sluice.loadtest.Report;
import dev.sluice.loadtest.RunControl;
import dev.sluice.stack.Inlet;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.LocalStackBuilder;
import dev.sluice.stack.ServiceProcess;
import dev.sluice.stack.ledger.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Ingest: orders at higher and higher rates to producer and to the same server that sends nothing, until both break. Nobody
 * consumes: what was accepted is then counted on the bus.
 */
final class IngestExperiment implements Experiment {
    private static final String NAME = "ingest";
    /**
     * The emulator copies what nobody consumes, and all senders wait meanwhile. In a short run, that is once at the most.
     */
    private static final List<String> YOUNG_GENERATION = List.of("-Xmn256m");

    /**
     * A long run would fill that many times, and smaller ones are copied more often: with 8 MB, p99 was 5 ms rather than 3. This one
     * is not filled; it takes memory as the run goes on, 3 GB in the end.
     */
    private static final List<String> LARGE_YOUNG_GENERATION = List.of("-Xmx5g", "-Xmn4g");

    private static final String EMULATOR = "emulatorCpuShare";

    private final IngestScenario scenario;

    /** Not begun. */
    IngestExperiment(IngestScenario scenario) {
        this.scenario = scenario;
    }

    @Override
    public Report run(RunControl control) throws Exception {
        control.say("%s '%s': PostgreSQL, emulator, producer and a producer that sends nothing are starting"
                .formatted(NAME, scenario.name()));
        LocalStackBuilder builder = LocalStack.builder()
                .inlet(Inlet.PROCESSOR)
                .consumers(0)
                .stopAtExit(false)
                .alarm(control::say);
        scenario.settings().forEach(builder::producerSetting);
        builder.emulatorOptions((scenario.tiered() ? LARGE_YOUNG_GENERATION : YOUNG_GENERATION).toArray(String[]::new));
        if (scenario.tiered()) {
            builder.jvmOptions("-XX:+UseSerialGC");
        }
        try (LocalStack stack = builder.start()) {
            ServiceProcess baseline = Baseline.start(stack);
            control.say("started, logs in " + stack.logs());
            try (Generator generator = new Generator(
                            Map.of(
                                    Server.ORDERS,
                                    List.of(stack.producerUrl()),
                                    Server.BASELINE,
                                    List.of(baseline.url())),
                            stack.headers(),
                            scenario.tiered(),
                            stack.logs());
                    Watch watch = new Watch(generator, Optional.of(stack::queued), control)) {
                Batches batches = new Batches(stack.producerUrl());
                Map<Server, CpuShares> cpu = Map.of(
                        Server.ORDERS,
                        cpu(stack, generator, stack.producer()),
                        Server.BASELINE,
                        cpu(stack, generator, baseline));
                Bench bench = new Bench(
                        generator,
                        server -> {
                            Map<String, Object> besides =
                                    new LinkedHashMap<>(cpu.get(server).sinceLast());
                            if (server == Server.ORDERS) {
                                besides.putAll(batches.sinceLast());
                            }
                            return besides;
                        },
                        control);
                Step first = generator.offer(Server.ORDERS, scenario.from(), Duration.ZERO, scenario.warmUp());
                generator.offer(Server.BASELINE, scenario.from(), Duration.ZERO, scenario.warmUp());
                Baseline.requireNothingSent(baseline);

                Sweep sweep = new Sweep(scenario, bench, List.of(Server.values()), control);
                sweep.run();
                return report(sweep, bench, first, watch.points(), stack.queued());
            }
        }
    }

    private Report report(Sweep sweep, Bench bench, Step warmUp, List<Map<String, Object>> watched, long queued) {
        List<Step> steps = new ArrayList<>(bench.steps());
        steps.add(warmUp);
        Verdict verdict = IngestFigures.verdict(
                IngestFigures.sum(steps, Step::accepted), IngestFigures.sum(steps, Step::unclear), queued);
        double emulator = sweep.best(Server.ORDERS)
                .map(best -> bench.share(best, EMULATOR))
                .orElse(0.0);
        IngestFigures figures = IngestFigures.of(verdict, Set.of(), sweep, OptionalDouble.of(emulator), steps);
        List<Map<String, Object>> points = new ArrayList<>(watched);
        points.addAll(bench.points());
        return new Report(
                NAME, scenario.name(), verdict, figures.others(), points, figures.judge(scenario.thresholds()));
    }

    private static CpuShares cpu(LocalStack stack, Generator generator, ServiceProcess server) {
        Map<String, Long> pids = new LinkedHashMap<>();
        pids.put("serverCpuShare", server.pid());
        pids.put(EMULATOR, stack.emulator().pid());
        pids.put("injectorCpuShare", generator.pid());
        return new CpuShares(pids);
    }
}
