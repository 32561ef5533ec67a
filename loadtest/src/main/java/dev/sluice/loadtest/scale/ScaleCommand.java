package dev.sluice.loadtest.scale;

import dev.sluice.loadtest.ExperimentOptions;
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
        return options.run(new ScaleExperiment(options.scenario("scale", ScaleScenario::read)));
    }
}
