package dev.sluice.loadtest.measure;

import dev.sluice.loadtest.Report;
import dev.sluice.loadtest.Threshold;
import dev.sluice.stack.ledger.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds the figures of a run against what holds for every system that is not broken, and what its scenario wants. */
public final class Judgement {
    private static final List<String> OF_VERDICT =
            List.of("accepted", "processed", "parked", "waiting", "lost", "unexpected", "duplicates", "recovered");

    private static final List<String> ALWAYS_NONE = List.of("lost", "unexpected", "duplicates", "waiting", "parked");

    private Judgement() {}

    /** The figures that thresholds may name: a verdict's, and an experiment's own. */
    public static Set<String> names(List<String> own) {
        Set<String> names = new LinkedHashSet<>(OF_VERDICT);
        names.addAll(own);
        return names;
    }

    /**
     * Judges.
     *
     * @param own the experiment's own figures, all that thresholds may name
     * @param wanted beyond what always holds
     */
    public static List<Threshold.Result> of(Verdict verdict, Map<String, Number> own, List<Threshold> wanted) {
        Map<String, Number> all = Report.figures(verdict);
        all.putAll(own);
        List<Threshold> thresholds = new ArrayList<>(
                ALWAYS_NONE.stream().map(metric -> Threshold.exactly(metric, 0)).toList());
        thresholds.addAll(wanted);
        return thresholds.stream()
                .map(threshold -> new Threshold.Result(
                        threshold, all.get(threshold.metric()).doubleValue()))
                .toList();
    }
}
