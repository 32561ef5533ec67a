package dev.sluice.loadtest.burst;

import dev.sluice.loadtest.Threshold;
import dev.sluice.loadtest.measure.Judgement;
import dev.sluice.loadtest.scenario.ScenarioException;
import dev.sluice.loadtest.scenario.ScenarioFile;
import dev.sluice.loadtest.scenario.ScenarioNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A burst, and the plan that takes it.
 *
 * @param name for people
 * @param orders how many come at once
 * @param handlerTime how long an order takes
 * @param min always-ready instances
 * @param max the most instances, and how many the fixed ones are
 * @param tick how often the plan decides
 * @param thresholds what the figures have to be, beyond what always holds
 */
record BurstScenario(
        String name, int orders, Duration handlerTime, int min, int max, Duration tick, List<Threshold> thresholds) {
    /** What an instance takes on at once: {@code maxConcurrentCalls} in consumer's host.json. */
    static final int CONCURRENCY = 16;

    private static final int MOST_ORDERS = 1_000_000;
    private static final int MOST_ALWAYS_READY = 20;
    private static final int MOST_INSTANCES = 100;
    private static final Duration LONGEST_HANDLER = Duration.ofSeconds(10);
    private static final Duration LONGEST_TICK = Duration.ofMinutes(1);

    /**
     * Reads one.
     *
     * @throws ScenarioException if it is wrong
     */
    static BurstScenario read(ScenarioFile file) throws ScenarioException {
        ScenarioNode top = file.read();
        Map<String, ScenarioNode> fields = top.fields("orders", "handler", "min", "max", "tick", "thresholds");
        int min = (int) ScenarioNode.number(fields, "min", 1, MOST_ALWAYS_READY, 1);
        return new BurstScenario(
                file.name(),
                (int) top.required(fields, "orders").number(1, MOST_ORDERS),
                handler(fields),
                min,
                (int) top.required(fields, "max").number(min, MOST_INSTANCES),
                tick(top.required(fields, "tick")),
                fields.containsKey("thresholds")
                        ? Threshold.read(fields.get("thresholds"), Judgement.names(BurstFigures.NAMES))
                        : List.of());
    }

    private static Duration handler(Map<String, ScenarioNode> fields) throws ScenarioException {
        Duration time = ScenarioNode.duration(fields, "handler", Duration.ofMillis(500));
        if (time.isZero() || time.compareTo(LONGEST_HANDLER) > 0) {
            throw fields.get("handler").expected("a time from 1ms to 10s");
        }
        return time;
    }

    private static Duration tick(ScenarioNode node) throws ScenarioException {
        Duration tick = node.duration();
        if (tick.isZero() || tick.toMillisPart() > 0 || tick.compareTo(LONGEST_TICK) > 0) {
            throw node.expected("whole seconds, from 1s to 60s");
        }
        return tick;
    }
}
