package dev.sluice.loadtest.ingest;

import dev.sluice.loadtest.Threshold;
import dev.sluice.loadtest.scenario.ScenarioException;
import dev.sluice.loadtest.scenario.ScenarioFile;
import dev.sluice.loadtest.scenario.ScenarioNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Which rates are offered, and for how long.
 *
 * @param name for people
 * @param from the first rate, orders a second
 * @param factor from each rate to the next
 * @param most no rate is higher
 * @param step how long each rate is held
 * @param warmUp for how long the first rate is offered before anything counts
 * @param settle how long the comparison goes on before anything of it is timed
 * @param compare how long the two servers are compared at half of producer's best rate
 * @param rounds how often, in turn
 * @param tiered whether all JVMs compile in tiers, as in production; otherwise quickly rather than well
 * @param settings environment variables of producer and of its baseline
 * @param thresholds what the figures have to be, beyond what always holds
 */
record IngestScenario(
        String name,
        int from,
        double factor,
        int most,
        Duration step,
        Duration warmUp,
        Duration settle,
        Duration compare,
        int rounds,
        boolean tiered,
        Map<String, String> settings,
        List<Threshold> thresholds) {
    private static final int HIGHEST_RATE = 100_000;
    private static final int MOST_ROUNDS = 9;
    private static final Duration LONGEST = Duration.ofMinutes(2);

    /**
     * Reads one.
     *
     * @throws ScenarioException if it is wrong
     */
    static IngestScenario read(ScenarioFile file) throws ScenarioException {
        Map<String, ScenarioNode> fields = file.read()
                .fields(
                        "from",
                        "factor",
                        "most",
                        "step",
                        "warm-up",
                        "settle",
                        "compare",
                        "rounds",
                        "tiered",
                        "settings",
                        "thresholds");
        int from = (int) ScenarioNode.number(fields, "from", 1, HIGHEST_RATE, 500);
        return new IngestScenario(
                file.name(),
                from,
                fields.containsKey("factor") ? fields.get("factor").decimal(1.1, 10) : 2,
                (int) ScenarioNode.number(fields, "most", from, HIGHEST_RATE, Math.max(from, 16_000)),
                length(fields, "step", 2),
                length(fields, "warm-up", 3),
                length(fields, "settle", 2),
                length(fields, "compare", 4),
                (int) ScenarioNode.number(fields, "rounds", 1, MOST_ROUNDS, 1),
                fields.containsKey("tiered") && fields.get("tiered").flag(),
                ScenarioNode.texts(fields, "settings"),
                fields.containsKey("thresholds")
                        ? Threshold.read(fields.get("thresholds"), IngestFigures.NAMES)
                        : List.of());
    }

    private static Duration length(Map<String, ScenarioNode> fields, String key, long seconds)
            throws ScenarioException {
        Duration length = ScenarioNode.duration(fields, key, Duration.ofSeconds(seconds));
        if (length.compareTo(Duration.ofSeconds(1)) < 0 || length.compareTo(LONGEST) > 0) {
            throw fields.get(key).expected("a time from 1s to 2m");
        }
        return length;
    }
}
