package dev.sluice.loadtest.scale;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run of levels comes to.
 *
 * @param scenario what was to be measured
 * @param warmUp how long all of them worked before
 * @param levels as they were measured; fewer than the scenario has if the run was stopped
 */
record ScaleFigures(ScaleScenario scenario, Duration warmUp, List<Level> levels) {
    /** What thresholds may name, beyond the verdict's. */
    static final List<String> NAMES = List.of(
            "levels",
            "warmUpSeconds",
            "throughputPerInstance",
            "ceilingShare",
            "throughput",
            "efficiency",
            "unfairness",
            "leastBacklog",
            "emulatorCpuShare",
            "databaseCpuShare",
            "consumersCpuShare");

    /** By name; with the most instances where nothing else is said. */
    Map<String, Number> figures() {
        Map<String, Number> figures = new LinkedHashMap<>();
        if (levels.isEmpty()) {
            NAMES.forEach(name -> figures.put(name, 0));
            return figures;
        }
        Level one = levels.get(0);
        Level last = levels.get(levels.size() - 1);
        figures.put("levels", levels.size());
        figures.put("warmUpSeconds", warmUp.toMillis() / 1000.0);
        figures.put("throughputPerInstance", one.throughput());
        figures.put("ceilingShare", one.throughput() / scenario.limit(1));
        figures.put("throughput", last.throughput());
        figures.put("efficiency", last.efficiency(one));
        figures.put(
                "unfairness",
                levels.stream().mapToDouble(Level::unfairness).max().orElse(0));
        figures.put(
                "leastBacklog", levels.stream().mapToLong(Level::backlog).min().orElse(0));
        figures.put("emulatorCpuShare", last.emulatorCpuShare());
        figures.put("databaseCpuShare", last.databaseCpuShare());
        figures.put("consumersCpuShare", last.consumersCpuShare());
        return figures;
    }

    /** For the report. */
    List<Map<String, Object>> points() {
        return levels.stream().map(level -> level.point(levels.get(0))).toList();
    }
}
