package dev.sluice.loadtest.ingest;

import dev.sluice.loadtest.Report;
import dev.sluice.loadtest.Threshold;
import dev.sluice.stack.ledger.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an ingest run counts.
 *
 * @param verdict what became of the accepted orders
 * @param unseen which figures of the verdict nobody could look at
 * @param sweep what the servers took
 * @param emulatorCpuShare of all processors, while producer took the most; empty where it runs elsewhere
 * @param unavailable orders that were answered with 503 and when to try again
 * @param otherAnswers orders that were answered in any other way but with 202
 */
record IngestFigures(
        Verdict verdict,
        Set<String> unseen,
        Sweep sweep,
        OptionalDouble emulatorCpuShare,
        long unavailable,
        long otherAnswers) {
    /** What thresholds may name, in the order of the report. */
    static final Set<String> NAMES = Stream.of(
                    "accepted",
                    "waiting",
                    "lost",
                    "unexpected",
                    "duplicates",
                    "acceptedPerSecond",
                    "baselineAcceptedPerSecond",
                    "acceptedRatio",
                    "p99Millis",
                    "baselineP99Millis",
                    "p99Ratio",
                    "emulatorCpuShare",
                    "unavailable",
                    "otherAnswers")
            .collect(Collectors.toCollection(LinkedHashSet::new));

    /** What holds for every scenario. */
    private static final List<Threshold> ALWAYS = Stream.of("lost", "unexpected", "duplicates", "otherAnswers")
            .map(metric -> Threshold.exactly(metric, 0))
            .toList();

    /** Those of a sweep. @param steps all that were offered, to whomever */
    static IngestFigures of(
            Verdict verdict, Set<String> unseen, Sweep sweep, OptionalDouble emulatorCpuShare, List<Step> steps) {
        return new IngestFigures(
                verdict, unseen, sweep, emulatorCpuShare, sum(steps, Step::unavailable), sum(steps, Step::others));
    }

    /** A sum over what producer was offered. */
    static long sum(List<Step> steps, ToLongFunction<Step> count) {
        return steps.stream()
                .filter(step -> step.server() == Server.ORDERS)
                .mapToLong(count)
                .sum();
    }

    /**
     * Nobody consumes, so that what was accepted must still be on the bus; what is there besides must come from a request
     * without a clear answer.
     *
     * @param accepted answered with 202
     * @param unclear answered with 503, or not at all
     * @param queued messages on the bus
     */
    static Verdict verdict(long accepted, long unclear, long queued) {
        long waiting = Math.min(accepted, queued);
        return new Verdict(
                accepted,
                0,
                0,
                waiting,
                accepted - waiting,
                Math.max(0, queued - accepted - unclear),
                0,
                0,
                Duration.ZERO,
                new Verdict.Latency(0, 0));
    }

    /** Beyond the verdict's own; without the comparison where there is no baseline, or the run was stopped before it. */
    Map<String, Number> others() {
        double accepted = sweep.best(Server.ORDERS).map(Step::acceptedPerSecond).orElse(0.0);
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("acceptedPerSecond", Math.round(accepted));
        sweep.best(Server.BASELINE).map(Step::acceptedPerSecond).ifPresent(baseline -> {
            figures.put("baselineAcceptedPerSecond", Math.round(baseline));
            figures.put("acceptedRatio", ratio(accepted, baseline));
        });
        sweep.compared(Server.ORDERS).ifPresent(with -> {
            figures.put("comparedAt", with.offered());
            figures.put("p99Millis", with.p99Millis());
            sweep.compared(Server.BASELINE).ifPresent(without -> {
                figures.put("baselineP99Millis", without.p99Millis());
                figures.put("p99Ratio", ratio(with.p99Millis(), without.p99Millis()));
            });
        });
        emulatorCpuShare.ifPresent(share -> figures.put("emulatorCpuShare", share));
        figures.put("unavailable", unavailable);
        figures.put("otherAnswers", otherAnswers);
        return figures;
    }

    /** Holds what was measured against what the scenario wants and what always holds. */
    List<Threshold.Result> judge(List<Threshold> wanted) {
        Map<String, Number> all = Report.figures(verdict);
        all.keySet().removeAll(unseen);
        all.putAll(others());
        List<Threshold> thresholds = new ArrayList<>(ALWAYS);
        thresholds.addAll(wanted);
        return thresholds.stream()
                .filter(threshold -> all.containsKey(threshold.metric()))
                .map(threshold -> new Threshold.Result(
                        threshold, all.get(threshold.metric()).doubleValue()))
                .toList();
    }

    private static double ratio(double value, double of) {
        return of == 0 ? 0 : Math.round(100 * value / of) / 100.0;
    }
}
