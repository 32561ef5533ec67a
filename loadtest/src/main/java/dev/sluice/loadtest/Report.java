package dev.sluice.loadtest;

import dev.sluice.stack.ledger.Verdict;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The end of an experiment, for people and for programs.
 *
 * @param experiment which
 * @param scenario its name
 * @param verdict what became of the accepted orders
 * @param unseen which of its figures nobody could look at, from where the experiment stood: they are left out
 * @param figures what else was counted or measured, by name
 * @param points how it went, in the order of time
 * @param thresholds what was wanted, and what it was
 */
public record Report(
        String experiment,
        String scenario,
        Verdict verdict,
        Set<String> unseen,
        Map<String, Number> figures,
        List<Map<String, Object>> points,
        List<Threshold.Result> thresholds) {
    /** The version of {@link #document}: raised when a field goes or changes its meaning, not when one is added. */
    public static final int SCHEMA = 1;

    /** The report of an experiment that could look at everything. */
    public Report(
            String experiment,
            String scenario,
            Verdict verdict,
            Map<String, Number> figures,
            List<Map<String, Object>> points,
            List<Threshold.Result> thresholds) {
        this(experiment, scenario, verdict, Set.of(), figures, points, thresholds);
    }

    /** Whether every threshold holds. */
    public boolean passed() {
        return thresholds.stream().allMatch(Threshold.Result::passed);
    }

    /** The figures of a verdict that thresholds may name. */
    public static Map<String, Number> figures(Verdict verdict) {
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("accepted", verdict.accepted());
        figures.put("processed", verdict.processed());
        figures.put("parked", verdict.parked());
        figures.put("waiting", verdict.waiting());
        figures.put("lost", verdict.lost());
        figures.put("unexpected", verdict.unexpected());
        figures.put("duplicates", verdict.duplicates());
        figures.put("recovered", verdict.recovered());
        return figures;
    }

    /** Prints it. */
    public void print(PrintWriter out) {
        out.println();
        seen().forEach((name, value) -> out.printf("%-22s %12s%n", name, text(value.doubleValue())));
        figures.forEach((name, value) -> out.printf("%-22s %12s%n", name, text(value.doubleValue())));
        out.println();
        thresholds.forEach(result -> out.printf(
                "%s %s: %s, wanted %s%n",
                result.passed() ? "ok  " : "FAIL",
                result.threshold().metric(),
                text(result.actual()),
                result.threshold().text()));
        out.println(passed() ? "Every threshold holds." : "NOT every threshold holds.");
        out.flush();
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%,.0f" : "%,.3f", value);
    }

    /** It as JSON, by the schema that the module's README documents. */
    public Map<String, Object> document() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("schema", SCHEMA);
        json.put("experiment", experiment);
        json.put("scenario", scenario);
        json.put("passed", passed());
        json.put("verdict", seen());
        json.put("latency", latency(verdict.endToEnd()));
        json.put("figures", figures);
        json.put("points", points);
        json.put("thresholds", thresholds.stream().map(Report::json).toList());
        return json;
    }

    private Map<String, Number> seen() {
        Map<String, Number> seen = figures(verdict);
        seen.keySet().removeAll(unseen);
        return seen;
    }

    private static Map<String, Object> latency(Verdict.Latency latency) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("p50Millis", latency.p50());
        json.put("p99Millis", latency.p99());
        return json;
    }

    private static Map<String, Object> json(Threshold.Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("metric", result.threshold().metric());
        json.put("expected", result.threshold().text());
        json.put("actual", result.actual());
        json.put("passed", result.passed());
        return json;
    }
}
