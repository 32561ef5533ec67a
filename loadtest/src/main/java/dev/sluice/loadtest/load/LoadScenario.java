package dev.sluice.loadtest.load;

import dev.sluice.loadtest.Threshold;
import dev.sluice.loadtest.scenario.ScenarioException;
import dev.sluice.loadtest.scenario.ScenarioFile;
import dev.sluice.loadtest.scenario.ScenarioNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How many orders are posted, how fast.
 *
 * @param name for people
 * @param orders how many
 * @param rate orders a second
 * @param patience how long nothing may come out at the other end
 * @param thresholds what the figures have to be, beyond what always holds
 */
record LoadScenario(String name, int orders, double rate, Duration patience, List<Threshold> thresholds) {
    private static final int MOST_ORDERS = 1_000_000;
    private static final int HIGHEST_RATE = 10_000;
    private static final Duration LONGEST = Duration.ofMinutes(30);

    /**
     * Reads one.
     *
     * @throws ScenarioException if it is wrong
     */
    static LoadScenario read(ScenarioFile file) throws ScenarioException {
        Map<String, ScenarioNode> fields = file.read().fields("orders", "rate", "patience", "thresholds");
        Duration patience = ScenarioNode.duration(fields, "patience", Duration.ofMinutes(1));
        if (patience.compareTo(LONGEST) > 0) {
            throw fields.get("patience").expected("a time of up to 30m");
        }
        return new LoadScenario(
                file.name(),
                (int) ScenarioNode.number(fields, "orders", 1, MOST_ORDERS, 1_000),
                fields.containsKey("rate") ? fields.get("rate").decimal(1, HIGHEST_RATE) : 50,
                patience,
                fields.containsKey("thresholds")
                        ? Threshold.read(fields.get("thresholds"), LoadFigures.NAMES)
                        : List.of());
    }
}
