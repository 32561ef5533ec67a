package dev.sluice.loadtest.chaos;

import dev.sluice.loadtest.ExperimentOptions;
import dev.sluice.stack.Inlet;
import java.util.Random;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What an experiment that follows a schedule of faults is told on the command line. */
final class ScheduleOptions {
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

    /**
     * Runs it.
     *
     * @param experiment its name, and the folder of its scenarios
     * @return the exit code
     */
    int run(String experiment) throws Exception {
        ChaosScenario scenario = scenario(experiment);
        long chosen = seed != null ? seed : scenario.seed().orElseGet(() -> new Random().nextLong());
        return options.run(new ChaosExperiment(experiment, scenario, chosen));
    }

    private ChaosScenario scenario(String experiment) {
        ChaosScenario scenario = options.scenario(experiment, ChaosScenario::read);
        try {
            return inlet == null ? scenario : scenario.by(inlet);
        } catch (IllegalArgumentException e) {
            throw options.usage("--inlet: the scenario expects " + e.getMessage());
        }
    }
}
