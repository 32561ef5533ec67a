package dev.sluice.loadtest.chaos;

import dev.sluice.loadtest.Threshold;
import dev.sluice.loadtest.fault.FaultKind;
import dev.sluice.loadtest.scenario.ScenarioException;
import dev.sluice.loadtest.scenario.ScenarioFile;
import dev.sluice.loadtest.scenario.ScenarioNode;
import dev.sluice.stack.Inlet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is done to which system, under which load.
 *
 * @param name for people
 * @param system which system
 * @param rate orders a second, poison included
 * @param poison the share of it that can't be processed
 * @param faults what is done, in this order
 * @param thresholds what the figures have to be, beyond what always holds
 * @param seed of every choice; empty for another one each time
 */
record ChaosScenario(
        String name,
        SystemPlan system,
        double rate,
        double poison,
        List<FaultStep> faults,
        List<Threshold> thresholds,
        Optional<Long> seed) {
    private static final double HIGHEST_RATE = 10_000;
    private static final double MOST_POISON = 0.9;
    private static final int MOST_TIMES = 1_000;
    private static final Duration GAP = Duration.ofSeconds(2);

    private static final String[] KEYS = Stream.concat(
                    SystemPlan.KEYS.stream(), Stream.of("rate", "poison", "faults", "thresholds", "seed"))
            .toArray(String[]::new);

    /** The same, with orders that come in by another inlet. */
    ChaosScenario by(Inlet inlet) {
        return new ChaosScenario(name, system.by(inlet), rate, poison, faults, thresholds, seed);
    }

    /**
     * Reads one.
     *
     * @throws ScenarioException if it is wrong
     */
    static ChaosScenario read(ScenarioFile file) throws ScenarioException {
        ScenarioNode top = file.read();
        Map<String, ScenarioNode> fields = top.fields(KEYS);
        SystemPlan system = SystemPlan.read(fields);
        List<FaultStep> faults = new ArrayList<>();
        for (ScenarioNode step : top.required(fields, "faults").items()) {
            faults.add(step(step, system.lock()));
        }
        return new ChaosScenario(
                file.name(),
                system,
                fields.containsKey("rate") ? fields.get("rate").decimal(1, HIGHEST_RATE) : 100,
                fields.containsKey("poison") ? fields.get("poison").decimal(0, MOST_POISON) : 0,
                faults,
                fields.containsKey("thresholds")
                        ? Threshold.read(fields.get("thresholds"), ChaosFigures.NAMES)
                        : List.of(),
                fields.containsKey("seed")
                        ? Optional.of(fields.get("seed").number(Long.MIN_VALUE, Long.MAX_VALUE))
                        : Optional.empty());
    }

    private static FaultStep step(ScenarioNode node, Duration lock) throws ScenarioException {
        Map<String, ScenarioNode> fields = node.fields("fault", "times", "every", "for");
        ScenarioNode name = node.required(fields, "fault");
        FaultKind kind = FaultKind.named(name.text())
                .orElseThrow(() -> name.expected("one of " + String.join(", ", FaultKind.texts())));
        return new FaultStep(
                kind,
                (int) ScenarioNode.number(fields, "times", 1, MOST_TIMES, 1),
                ScenarioNode.duration(fields, "every", GAP),
                ScenarioNode.duration(fields, "for", kind.length(lock)));
    }
}
