package dev.sluice.loadtest.start;

import dev.sluice.loadtest.ExperimentOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code start}. */
@Command(
        name = "start",
        description = "Starts the handlers again and again, and says how long each takes to its first 200 and how much"
                + " memory it holds: on a JVM, on one with the build's class archive, as a native binary.",
        sortOptions = false)
public final class StartCommand implements Callable<Integer> {
    @Mixin
    private ExperimentOptions options;

    @Override
    public Integer call() throws Exception {
        return options.run(new StartExperiment(options.scenario("start", StartScenario::read)));
    }
}
