package dev.sluice.loadtest;

import dev.sluice.loadtest.scenario.ScenarioException;
import dev.sluice.loadtest.scenario.ScenarioNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a figure of a run has to be for the run to be good.
 *
 * @param metric the figure's name
 * @param bound how it is compared
 * @param limit with what
 */
public record Threshold(String metric, Bound bound, double limit) {
    private static final Pattern FORM = Pattern.compile("(?:(at least|at most) )?(\\d{1,12}(?:\\.\\d{1,6})?)");

    /** How a figure is compared. */
    public enum Bound {
        EXACTLY,
        AT_LEAST,
        AT_MOST
    }

    /**
     * A threshold and the figure that it was held against.
     *
     * @param threshold what was wanted
     * @param actual what was measured
     */
    public record Result(Threshold threshold, double actual) {
        /** Whether the figure is as it was wanted. */
        public boolean passed() {
            return switch (threshold.bound) {
                case EXACTLY -> actual == threshold.limit;
                case AT_LEAST -> actual >= threshold.limit;
                case AT_MOST -> actual <= threshold.limit;
            };
        }
    }

    /** Exactly that. */
    public static Threshold exactly(String metric, double limit) {
        return new Threshold(metric, Bound.EXACTLY, limit);
    }

    /**
     * Reads them from a scenario: {@code metric: 0}, {@code at least 1} or {@code at most 5}.
     *
     * @param metrics the figures that there are
     */
    public static List<Threshold> read(ScenarioNode node, Set<String> metrics) throws ScenarioException {
        List<Threshold> thresholds = new ArrayList<>();
        for (Map.Entry<String, ScenarioNode> field :
                node.fields(metrics.toArray(String[]::new)).entrySet()) {
            Matcher form = FORM.matcher(field.getValue().text());
            if (!form.matches()) {
                throw field.getValue().expected("a number, 'at least' a number, or 'at most' a number");
            }
            Bound bound = form.group(1) == null
                    ? Bound.EXACTLY
                    : form.group(1).equals("at least") ? Bound.AT_LEAST : Bound.AT_MOST;
            thresholds.add(new Threshold(field.getKey(), bound, Double.parseDouble(form.group(2))));
        }
        return thresholds;
    }

    /** The limit as a scenario has it. */
    public String text() {
        String number = limit == Math.rint(limit) ? Long.toString((long) limit) : Double.toString(limit);
        return switch (bound) {
            case EXACTLY -> number;
            case AT_LEAST -> "at least " + number;
            case AT_MOST -> "at most " + number;
        };
    }
}
