package dev.sluice.loadtest.burst;

import dev.sluice.loadtest.Experiment;
import dev.sluice.loadtest.Report;
import dev.sluice.loadtest.RunControl;
import dev.sluice.loadtest.Threshold;
import dev.sluice.loadtest.cost.PriceList;
import dev.sluice.loadtest.measure.Judgement;
import dev.sluice.loadtest.scenario.ScenarioFile;
import java.util.ArrayList;
import java.util.List;

/** The same burst three times: to a plan, to a simulation of it with the same arrivals, and to fixed instances. */
final class BurstExperiment implements Experiment {
    private final BurstScenario scenario;

    BurstExperiment(BurstScenario scenario) {
        this.scenario = scenario;
    }

    @Override
    public Report run(RunControl control) throws Exception {
        PriceList prices = PriceList.read(ScenarioFile.find("cost", "prices"));
        BurstRun run = new BurstRun(scenario, control);
        control.say("burst '%s': %d orders of %d ms, %d to %d instances, a decision every %d s"
                .formatted(
                        scenario.name(),
                        scenario.orders(),
                        scenario.handlerTime().toMillis(),
                        scenario.min(),
                        scenario.max(),
                        scenario.tick().toSeconds()));
        Measured elastic = run.elastic();
        Course simulated = new PlanSimulation(
                        scenario,
                        elastic.arrivals(),
                        elastic.firstTick(scenario.tick()),
                        elastic.startTime(scenario.handlerTime()))
                .run();
        control.say("the same burst, %d instances from the beginning".formatted(scenario.max()));
        Measured fixed = control.isStopped() ? Measured.NOTHING : run.fixed();

        BurstFigures figures = new BurstFigures(scenario, elastic, simulated, fixed, prices);
        List<Threshold> wanted = new ArrayList<>(
                // What ended early has shown nothing.
                List.of(Threshold.exactly("accepted", 2.0 * scenario.orders())));
        wanted.addAll(scenario.thresholds());
        return new Report(
                "burst",
                scenario.name(),
                figures.verdict(),
                figures.figures(),
                figures.points(),
                Judgement.of(figures.verdict(), figures.figures(), wanted));
    }
}
