package dev.sluice.loadtest.burst;

import dev.sluice.loadtest.cost.PriceList;
import dev.sluice.stack.ledger.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a burst comes to.
 *
 * @param scenario which burst
 * @param elastic with instances that come and go
 * @param simulated what these should have done
 * @param fixed with the most instances from the beginning
 * @param prices of an instance
 */
record BurstFigures(BurstScenario scenario, Measured elastic, Course simulated, Measured fixed, PriceList prices) {
    /** What thresholds may name, beyond the verdict's. */
    static final List<String> NAMES = List.of(
            "drainSeconds",
            "simulatedDrainSeconds",
            "drainRatio",
            "fixedDrainSeconds",
            "mostInstances",
            "startSeconds",
            "instanceSeconds",
            "simulatedInstanceSeconds",
            "fixedInstanceSeconds",
            "costPer1000Bursts",
            "fixedCostPer1000Bursts",
            "emulatorCpuShare");

    /** By name. */
    Map<String, Number> figures() {
        double elasticSeconds = elastic.course().instanceSeconds();
        // For as long as the plan has paid for more than its least.
        double fixedSeconds = scenario.max() * elastic.course().seconds();
        Map<String, Number> figures = new LinkedHashMap<>();
        figures.put("drainSeconds", elastic.course().drainSeconds());
        figures.put("simulatedDrainSeconds", simulated.drainSeconds());
        figures.put(
                "drainRatio",
                simulated.drainSeconds() == 0 ? 0 : elastic.course().drainSeconds() / simulated.drainSeconds());
        figures.put("fixedDrainSeconds", fixed.course().drainSeconds());
        figures.put("mostInstances", elastic.course().mostInstances());
        figures.put("startSeconds", elastic.startTime(scenario.handlerTime()) / 1000.0);
        figures.put("instanceSeconds", elasticSeconds);
        figures.put("simulatedInstanceSeconds", simulated.instanceSeconds());
        figures.put("fixedInstanceSeconds", fixedSeconds);
        figures.put("costPer1000Bursts", 1000 * prices.ofInstanceSeconds(elasticSeconds));
        figures.put("fixedCostPer1000Bursts", 1000 * prices.ofInstanceSeconds(fixedSeconds));
        figures.put("emulatorCpuShare", elastic.emulatorCpuShare());
        return figures;
    }

    /** For the report: each of the three, one after the other. */
    List<Map<String, Object>> points() {
        List<Map<String, Object>> points = new ArrayList<>(elastic.course().points("elastic"));
        points.addAll(simulated.points("simulation"));
        points.addAll(fixed.course().points("fixed"));
        return points;
    }

    /** What became of all orders; the times are the elastic run's. */
    Verdict verdict() {
        Verdict one = elastic.verdict();
        Verdict other = fixed.verdict();
        return new Verdict(
                one.accepted() + other.accepted(),
                one.processed() + other.processed(),
                one.parked() + other.parked(),
                one.waiting() + other.waiting(),
                one.lost() + other.lost(),
                one.unexpected() + other.unexpected(),
                one.duplicates() + other.duplicates(),
                one.recovered() + other.recovered(),
                one.elapsed(),
                one.endToEnd());
    }
}
