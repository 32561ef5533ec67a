package dev.sluice.loadtest.chaos;

import dev.sluice.loadtest.ExperimentOptions;
import dev.sluice.loadtest.scenario.ScenarioException;
import dev.sluice.loadtest.scenario.ScenarioFile;
import dev.sluice.stack.Inlet;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code chaos}. */
@Command(
        name = "chaos",
        description = "Kills, stops and cuts off what it can while orders come in, and says what became of each.",
        sortOptions = false)
public final class ChaosCommand implements Callable<Integer> {
    @Mixin
    private ExperimentOptions options;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Of every choice; the scenario's, or another one each time, which is printed.")
    private Long seed;

    @Option(
            names = "--inlet",
            paramLabel = "INLET",
            description = "functions or processor, whatever the scenario says.")
    private Inlet inlet;

    @Override
    public Integer call() throws Exception {
        ChaosScenario scenario = scenario();
        return options.run(new ChaosExperiment(
                scenario, seed != null ? seed : scenario.seed().orElseGet(() -> new Random().nextLong())));
    }

    private ChaosScenario scenario() {
        try {
            ChaosScenario scenario = ChaosScenario.read(ScenarioFile.find(ChaosCommand.class, options.scenario()));
            return inlet == null ? scenario : scenario.by(inlet);
        } catch (ScenarioException e) {
            throw options.usage(e.getMessage());
        } catch (IllegalArgumentException e) {
            throw options.usage("--inlet: the scenario expects " + e.getMessage());
        }
    }
}
