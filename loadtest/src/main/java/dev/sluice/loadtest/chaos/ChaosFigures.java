package dev.sluice.loadtest.chaos;

import dev.sluice.loadtest.Report;
import dev.sluice.loadtest.Threshold;
import dev.sluice.loadtest.poison.PoisonAudit;
import dev.sluice.stack.ledger.LoadResult;
import dev.sluice.stack.ledger.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run with chaos counts.
 *
 * @param verdict what became of the orders
 * @param load how producer answered
 * @param poison what became of what can't be processed
 * @param strikes how often a fault has struck
 * @param slowestReturn from the end of a fault to the next effect, the longest
 */
record ChaosFigures(Verdict verdict, LoadResult load, PoisonAudit poison, int strikes, Duration slowestReturn) {
    /** What thresholds may name, in the order of the report. */
    static final Set<String> NAMES = Stream.concat(
                    Stream.of("accepted", "processed", "parked", "waiting", "lost", "unexpected", "duplicates"),
                    Stream.of(
                            "recovered",
                            "refused",
                            "unanswered",
                            "strikes",
                            "slowestReturnSeconds",
                            "poison",
                            "poisonMissing",
                            "poisonRetried",
                            "othersParked"))
            .collect(Collectors.toCollection(java.util.LinkedHashSet::new));

    /** What holds for every scenario. */
    private static final List<Threshold> ALWAYS = Stream.of(
                    "lost", "unexpected", "duplicates", "waiting", "poisonMissing", "poisonRetried", "othersParked")
            .map(metric -> Threshold.exactly(metric, 0))
            .toList();

    /** Beyond the verdict's own. */
    Map<String, Number> others() {
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("refused", load.refused());
        figures.put("unanswered", load.unknown());
        figures.put("strikes", strikes);
        figures.put("slowestReturnSeconds", slowestReturn.toMillis() / 1000.0);
        figures.put("poison", poison.sent());
        figures.put("poisonMissing", poison.missing());
        figures.put("poisonRetried", poison.retried());
        figures.put("othersParked", poison.othersParked());
        return figures;
    }

    /** Holds them against what the scenario wants and what always holds. */
    List<Threshold.Result> judge(List<Threshold> wanted) {
        Map<String, Number> all = Report.figures(verdict);
        all.putAll(others());
        List<Threshold> thresholds = new ArrayList<>(ALWAYS);
        thresholds.addAll(wanted);
        return thresholds.stream()
                .map(threshold -> new Threshold.Result(
                        threshold, all.get(threshold.metric()).doubleValue()))
                .toList();
    }
}
