package dev.sluice.loadtest.ingest;

import dev.sluice.loadtest.ExperimentOptions;
import dev.sluice.loadtest.deployed.Deployment;
import java.util.Optional;
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
        IngestScenario scenario = options.scenario("ingest", IngestScenario::read);
        Optional<Deployment> deployment = options.deployment();
        if (deployment.isPresent() && !scenario.settings().isEmpty()) {
            throw options.usage("a deployed system has its own settings: take 'settings' out of the scenario");
        }
        return options.runAnywhere(
                deployment.isPresent()
                        ? new DeployedIngest(scenario, deployment.get())
                        : new IngestExperiment(scenario));
    }
}
