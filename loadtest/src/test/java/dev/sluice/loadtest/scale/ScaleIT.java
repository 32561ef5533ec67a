package dev.sluice.loadtest.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.loadtest.Report;
import dev.sluice.loadtest.RunControl;
import dev.sluice.loadtest.Threshold;
import dev.sluice.loadtest.scenario.ScenarioFile;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A small run with real processes. How fast it is says nothing on a machine that does other things too. */
class ScaleIT {
    @Test
    void everyInstanceIsCountedAndNothingIsLost() throws Exception {
        ScaleScenario scenario = ScaleScenario.read(
                new ScenarioFile("small", "{instances: [1, 2], handler: 50ms, warm-up: 3s, window: 2s}"));
        PrintWriter out = new PrintWriter(System.out, true);
        Report report = new ScaleExperiment(scenario).run(new RunControl(out, false));
        report.print(out);

        assertThat(report.thresholds())
                .as("%s", report)
                .filteredOn(result -> !List.of("leastBacklog", "efficiency")
                        .contains(result.threshold().metric()))
                .allMatch(Threshold.Result::passed);
        assertThat(report.verdict().processed())
                .isPositive()
                .isEqualTo(report.verdict().accepted());
        assertThat(report.points()).extracting(point -> point.get("instances")).containsExactly(1, 2);
        for (Map<String, Object> point : report.points()) {
            int instances = (int) point.get("instances");
            assertThat((List<?>) point.get("rssBytes")).hasSize(instances);
            List<?> shares = (List<?>) point.get("shares");
            assertThat(shares).hasSize(instances);
            assertThat(shares.stream().mapToDouble(share -> (double) share).sum())
                    .as("effects are told apart by instance")
                    .isEqualTo(1, within(1e-6));
            assertThat((double) point.get("throughput")).isPositive();
        }
        assertThat(report.figures().get("emulatorCpuShare").doubleValue()).isBetween(0.0, 1.0);
    }
}
