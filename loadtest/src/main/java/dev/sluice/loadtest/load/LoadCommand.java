package dev.sluice.loadtest.load;

import dev.sluice.loadtest.ExperimentOptions;
import dev.sluice.loadtest.deployed.Address;
import dev.sluice.loadtest.deployed.Deployment;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code load}. */
@Command(
        name = "load",
        description =
                "Posts orders at a steady rate, and asks what became of each: of a deployed system, or of the local one.",
        sortOptions = false)
public final class LoadCommand implements Callable<Integer> {
    @Mixin
    private ExperimentOptions options;

    @Option(
            names = "--status",
            paramLabel = "URL",
            description = "The root address of the consumer that tells an order's status; with --target URL.")
    private String status;

    @Override
    public Integer call() throws Exception {
        LoadScenario scenario = options.scenario("load", LoadScenario::read);
        Optional<Deployment> deployment = options.deployment();
        if (deployment.isPresent() != (status != null)) {
            throw options.usage(
                    "--target URL and --status URL belong together: one takes orders, the other tells of them");
        }
        return options.runAnywhere(
                deployment.isPresent()
                        ? control ->
                                new LoadExperiment(scenario, deployment.get(), status(deployment.get())).run(control)
                        : new LocalLoad(scenario));
    }

    private URI status(Deployment deployment) {
        try {
            return Address.parse(status, deployment.credentials().isAny());
        } catch (IllegalArgumentException e) {
            throw options.usage("--status: " + e.getMessage());
        }
    }
}
