package dev.sluice.loadtest.start;

import dev.sluice.loadtest.Experiment;
import dev.sluice.loadtest.Report;
import dev.sluice.loadtest.RunControl;
import dev.sluice.loadtest.Threshold;
import dev.sluice.loadtest.start.Variant.Kind;
import dev.sluice.stack.ProjectHome;
import dev.sluice.stack.ledger.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Start: every variant of the handlers once a round, so that what disturbs the machine disturbs all. */
final class StartExperiment implements Experiment {
    private static final String NAME = "start";

    /** There are no orders. */
    private static final Verdict NOTHING =
            new Verdict(0, 0, 0, 0, 0, 0, 0, 0, Duration.ZERO, new Verdict.Latency(0, 0));

    private final StartScenario scenario;

    /** Not begun. */
    StartExperiment(StartScenario scenario) {
        this.scenario = scenario;
    }

    @Override
    public Report run(RunControl control) throws IOException, InterruptedException {
        ProjectHome home = ProjectHome.find();
        List<Variant> variants = new ArrayList<>();
        scenario.services().forEach(service -> variants.addAll(Variant.of(home, service)));
        if (variants.stream().noneMatch(variant -> variant.kind() == Kind.NATIVE)) {
            control.say(
                    "native: not measured, there is no binary (mvn package -Dnative makes one, in the JVM build's place)");
        }
        Map<Variant, List<HandlerStart>> starts = new LinkedHashMap<>();
        Path log = Files.createTempFile("sluice-start", ".log");
        try {
            // The first round reads files from disk and doesn't count.
            for (int round = 0; round <= scenario.rounds() && !control.isStopped(); round++) {
                for (Variant variant : variants) {
                    HandlerStart start = HandlerStart.of(variant, log);
                    control.progress(String.format(
                            Locale.ROOT,
                            "round %d of %d  %-18s %,6.0f ms",
                            round,
                            scenario.rounds(),
                            variant.text(),
                            start.millis()));
                    if (round > 0) {
                        starts.computeIfAbsent(variant, none -> new ArrayList<>())
                                .add(start);
                    }
                }
            }
        } finally {
            Files.delete(log);
        }
        return report(new StartFigures(starts), control);
    }

    private Report report(StartFigures measured, RunControl control) {
        measured.points()
                .forEach(point -> control.say(String.format(
                        Locale.ROOT,
                        "%-18s first 200 after %,d ms (%,d to %,d), %,d MB",
                        point.get("variant"),
                        point.get("medianMillis"),
                        point.get("leastMillis"),
                        point.get("mostMillis"),
                        (long) point.get("rssBytes") >> 20)));
        Map<String, Number> figures = measured.figures();
        List<Threshold.Result> thresholds = new ArrayList<>();
        for (Threshold threshold : scenario.thresholds()) {
            Number figure = figures.get(threshold.metric());
            if (figure == null) {
                control.say(threshold.metric() + " was not measured, so its threshold does not count");
            } else {
                thresholds.add(new Threshold.Result(threshold, figure.doubleValue()));
            }
        }
        return new Report(NAME, scenario.name(), NOTHING, figures, measured.points(), thresholds);
    }
}
