package dev.sluice.loadtest.load;

import dev.sluice.loadtest.Experiment;
import dev.sluice.loadtest.Report;
import dev.sluice.loadtest.RunControl;
import dev.sluice.loadtest.deployed.Credentials;
import dev.sluice.loadtest.deployed.Deployment;
import dev.sluice.stack.LocalStack;
import java.util.List;

/** The same on this machine: function apps whose host asks for keys, known by their addresses only. */
final class LocalLoad implements Experiment {
    private final LoadScenario scenario;

    LocalLoad(LoadScenario scenario) {
        this.scenario = scenario;
    }

    @Override
    public Report run(RunControl control) throws Exception {
        control.say("load '%s': the local system is starting".formatted(scenario.name()));
        try (LocalStack stack = LocalStack.builder()
                .keys(true)
                .stopAtExit(false)
                .alarm(control::say)
                .start()) {
            control.say("started, logs in " + stack.logs());
            String key = stack.keys().orElseThrow().function();
            Deployment deployment = new Deployment(List.of(stack.producerUrl()), new Credentials(key, key, null));
            return new LoadExperiment(
                            scenario, deployment, stack.consumers().get(0).url())
                    .run(control);
        }
    }
}
