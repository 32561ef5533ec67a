package dev.sluice.loadtest.burst;

import dev.sluice.loadtest.ExperimentOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code burst}. */
@Command(
        name = "burst",
        description =
                "Sends a burst to instances that come and go by Elastic Premium's rules, to as many as the plan has"
                        + " at the most, and to a simulation of the plan.",
        sortOptions = false)
public final class BurstCommand implements Callable<Integer> {
    @Mixin
    private ExperimentOptions options;

    @Override
    public Integer call() throws Exception {
        return options.run(new BurstExperiment(options.scenario("burst", BurstScenario::read)));
    }
}
