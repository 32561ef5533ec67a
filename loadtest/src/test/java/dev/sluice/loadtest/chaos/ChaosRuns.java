package dev.sluice.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.loadtest.Report;
import dev.sluice.loadtest.RunControl;
import dev.sluice.loadtest.Threshold;
import dev.sluice.loadtest.scenario.ScenarioFile;
import dev.sluice.stack.Inlet;
import java.io.PrintWriter;
import java.util.Random;

/** Runs shipped scenarios as the command does. A seed that a run has printed is given again by {@code -Dsluice.seed}. */
final class ChaosRuns {
    private ChaosRuns() {}

    /** Runs one, and wants everything that it wants. */
    static Report passes(String name, Inlet inlet) throws Exception {
        Report report = run(scenario(name).by(inlet));
        assertThat(report.thresholds()).as("%s", report).allMatch(Threshold.Result::passed);
        assertThat(report.verdict().accepted()).isPositive();
        return report;
    }

    static ChaosScenario scenario(String name) throws Exception {
        return ChaosScenario.read(ScenarioFile.find("chaos", name));
    }

    static Report run(ChaosScenario scenario) throws Exception {
        long seed = Long.getLong("sluice.seed", new Random().nextLong());
        PrintWriter out = new PrintWriter(System.out, true);
        Report report = new ChaosExperiment("chaos", scenario, seed).run(new RunControl(out, false));
        report.print(out);
        return report;
    }
}
