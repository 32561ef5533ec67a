package dev.sluice.loadtest.start;

import dev.sluice.loadtest.Threshold;
import dev.sluice.loadtest.scenario.ScenarioException;
import dev.sluice.loadtest.scenario.ScenarioFile;
import dev.sluice.loadtest.scenario.ScenarioNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is started, and how often.
 *
 * @param name for people
 * @param services whose handlers
 * @param rounds how often each is started
 * @param thresholds what the figures have to be
 */
record StartScenario(String name, List<String> services, int rounds, List<Threshold> thresholds) {
    private static final List<String> SERVICES = List.of("producer", "consumer");
    private static final int MOST_ROUNDS = 100;

    /**
     * Reads one.
     *
     * @throws ScenarioException if it is wrong
     */
    static StartScenario read(ScenarioFile file) throws ScenarioException {
        Map<String, ScenarioNode> fields = file.read().fields("services", "rounds", "thresholds");
        List<String> services = new ArrayList<>();
        if (fields.containsKey("services")) {
            for (ScenarioNode service : fields.get("services").items()) {
                if (!SERVICES.contains(service.text()) || services.contains(service.text())) {
                    throw service.expected("producer or consumer, each once");
                }
                services.add(service.text());
            }
        }
        return new StartScenario(
                file.name(),
                services.isEmpty() ? SERVICES : services,
                (int) ScenarioNode.number(fields, "rounds", 1, MOST_ROUNDS, 3),
                fields.containsKey("thresholds")
                        ? Threshold.read(fields.get("thresholds"), Set.of(StartFigures.ARCHIVE_RATIO))
                        : List.of());
    }
}
