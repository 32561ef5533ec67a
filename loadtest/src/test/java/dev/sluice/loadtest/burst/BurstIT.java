package dev.sluice.loadtest.burst;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.loadtest.Report;
import dev.sluice.loadtest.RunControl;
import dev.sluice.loadtest.Threshold;
import dev.sluice.loadtest.scenario.ScenarioFile;
import java.io.PrintWriter;
import org.junit.jupiter.api.Test;

/** A small burst on real processes. How fast it is says nothing on a machine that does other things too. */
class BurstIT {
    private static final int ORDERS = 300;

    @Test
    void instancesComeForABurstAndNothingIsLost() throws Exception {
        BurstScenario scenario = BurstScenario.read(new ScenarioFile(
                "small", "{orders: " + ORDERS + ", min: 1, max: 2, tick: 1s, thresholds: {mostInstances: 2}}"));
        PrintWriter out = new PrintWriter(System.out, true);
        Report report = new BurstExperiment(scenario).run(new RunControl(out, false));
        report.print(out);

        assertThat(report.thresholds()).as("%s", report.figures()).allMatch(Threshold.Result::passed);
        assertThat(report.verdict().processed()).isEqualTo(2 * ORDERS);
        assertThat(report.points())
                .extracting(point -> point.get("run"))
                .contains("elastic", "simulation", "fixed")
                .doesNotContainNull();
        assertThat(report.figures().get("simulatedDrainSeconds").doubleValue())
                .as("two instances with 16 orders of half a second at once")
                .isGreaterThan(ORDERS / 64.0 - 0.5);
    }
}
