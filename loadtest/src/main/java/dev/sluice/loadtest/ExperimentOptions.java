package dev.sluice.loadtest;

import dev.sluice.loadtest.deployed.Address;
import dev.sluice.loadtest.deployed.Credentials;
import dev.sluice.loadtest.deployed.Deployment;
import dev.sluice.loadtest.report.ReportFolder;
import dev.sluice.loadtest.report.RunFacts;
import dev.sluice.loadtest.scenario.ScenarioException;
import dev.sluice.loadtest.scenario.ScenarioFile;
import dev.sluice.stack.command.JsonOption;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What every experiment is told on the command line, and how it is run from there. */
public final class ExperimentOptions {
    private static final int THRESHOLD_FAILED = 1;
    private static final String LOCAL = "local";

    /** How long the end of this JVM waits for the report. */
    private static final long REPORT_SECONDS = 90;

    @Mixin
    private CommonOptions common;

    @Mixin
    private JsonOption json;

    @Option(
            names = "--scenario",
            paramLabel = "NAME|FILE",
            defaultValue = "short",
            description = "A shipped scenario, or a YAML file (default: ${DEFAULT-VALUE}).")
    private String scenario;

    @Option(
            names = "--target",
            paramLabel = "local|URL",
            arity = "1..*",
            defaultValue = LOCAL,
            description = "This machine, or the root addresses of a deployed producer, whose key or token is in the"
                    + " environment (default: ${DEFAULT-VALUE}).")
    private List<String> targets;

    private ReportFolder folder;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            description = "Also write a page to look at and a summary for programs there: index.html, summary.json.")
    void report(Path directory) {
        folder = new ReportFolder(directory);
        if (!folder.isWritable()) {
            throw usage("--report can't be written: " + directory);
        }
    }

    /**
     * Makes an experiment's scenario of the file.
     *
     * @param <T> the scenario
     */
    @FunctionalInterface
    public interface Reader<T> {
        /** @throws ScenarioException if it is wrong */
        T read(ScenarioFile file) throws ScenarioException;
    }

    /**
     * The scenario that was chosen.
     *
     * @param experiment the experiment's name, and the folder of its scenarios
     * @throws ParameterException if there is none of that name, or it is wrong
     */
    public <T> T scenario(String experiment, Reader<T> reader) {
        try {
            return reader.read(ScenarioFile.find(experiment, scenario));
        } catch (ScenarioException e) {
            throw usage(e.getMessage());
        }
    }

    /**
     * The deployed system that was named; empty for this machine.
     *
     * @throws ParameterException if an address or a credential is wrong
     */
    public Optional<Deployment> deployment() {
        if (targets.equals(List.of(LOCAL))) {
            return Optional.empty();
        }
        try {
            Credentials credentials = Credentials.in(System.getenv());
            List<URI> producers = targets.stream()
                    .map(target -> Address.parse(target, credentials.isAny()))
                    .toList();
            return Optional.of(new Deployment(producers, credentials));
        } catch (IllegalArgumentException e) {
            throw usage("--target: " + e.getMessage());
        }
    }

    /** What to throw when an option or a scenario is wrong. */
    public ParameterException usage(String message) {
        return common.usage(message);
    }

    /**
     * Runs an experiment that needs this machine: it starts processes, and looks at them or kills them.
     *
     * @return the exit code
     * @throws ParameterException if another target was named
     */
    public int run(Experiment experiment) throws Exception {
        if (deployment().isPresent()) {
            throw usage(
                    "--target: '%s' starts and stops processes, so it runs on this machine only; 'ingest' and 'load' take"
                                    .formatted(common.name())
                            + " the addresses of a deployed system");
        }
        return runAnywhere(experiment);
    }

    /**
     * Runs an experiment to its report. When this JVM is told to end, the run is stopped and its report is waited for.
     *
     * @return the exit code
     */
    public int runAnywhere(Experiment experiment) throws Exception {
        PrintWriter out = common.out();
        RunFacts facts = RunFacts.now();
        RunControl control = new RunControl(out, System.console() != null);
        CountDownLatch reported = new CountDownLatch(1);
        Thread onSignal = new Thread(() -> {
            control.stop();
            try {
                reported.await(REPORT_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            Report report = experiment.run(control);
            report.print(out);
            json.write(report.document());
            if (folder != null) {
                folder.write(report.document(), facts);
                control.say("Report: " + folder.directory().resolve(ReportFolder.PAGE));
            }
            return report.passed() ? 0 : THRESHOLD_FAILED;
        } finally {
            reported.countDown();
        }
    }
}
