package dev.sluice.loadtest.ingest;

import dev.sluice.loadtest.ExperimentOptions;
import dev.sluice.loadtest.scenario.ScenarioException;
import dev.sluice.loadtest.scenario.ScenarioFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code ingest}. */
@Command(
        name = "ingest",
        description = "Offers orders to producer faster and faster until it breaks, and to the same server that sends"
                + " nothing, and says how many are accepted and how long that takes.",
        sortOptions = false)
public final class IngestCommand implements Callable<Integer> {
    @Mixin
    private ExperimentOptions options;

    @Override
    public Integer call() throws Exception {
        try {
            return options.run(
                    new IngestExperiment(IngestScenario.read(ScenarioFile.find("ingest", options.scenario()))));
        } catch (ScenarioException e) {
            throw options.usage(e.getMessage());
        }
    }
}
