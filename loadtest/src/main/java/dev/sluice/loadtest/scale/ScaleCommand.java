package dev.sluice.loadtest.scale;

import dev.sluice.loadtest.ExperimentOptions;
import dev.sluice.loadtest.scenario.ScenarioException;
import dev.sluice.loadtest.scenario.ScenarioFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code scale}. */
@Command(
        name = "scale",
        description = "Adds consumers to a backlog, and measures what each of them adds to the throughput.",
        sortOptions = false)
public final class ScaleCommand implements Callable<Integer> {
    @Mixin
    private ExperimentOptions options;

    @Override
    public Integer call() throws Exception {
        return options.run(new ScaleExperiment(scenario()));
    }

    private ScaleScenario scenario() {
        try {
            return ScaleScenario.read(ScenarioFile.find("scale", options.scenario()));
        } catch (ScenarioException e) {
            throw options.usage(e.getMessage());
        }
    }
}
