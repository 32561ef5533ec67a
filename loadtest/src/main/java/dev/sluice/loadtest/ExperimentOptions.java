package dev.sluice.loadtest;

import dev.sluice.loadtest.report.ReportFolder;
import dev.sluice.loadtest.report.RunFacts;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every experiment is told on the command line, and how it is run from there. */
public final class ExperimentOptions {
    private static final int THRESHOLD_FAILED = 1;

    /** How long the end of this JVM waits for the report. */
    private static final long REPORT_SECONDS = 90;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--scenario",
            paramLabel = "NAME|FILE",
            defaultValue = "short",
            description = "A shipped scenario, or a YAML file (default: ${DEFAULT-VALUE}).")
    private String scenario;

    private Path json;
    private ReportFolder folder;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also write the report there, as JSON; replaced if it exists.")
    void json(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || directory == null || !Files.isWritable(directory)) {
            throw usage("--json can't be written: " + file);
        }
        json = file.toAbsolutePath();
    }

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

    /** The scenario's name or file. */
    public String scenario() {
        return scenario;
    }

    /** What to throw when an option or a scenario is wrong. */
    public ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    /**
     * Runs an experiment to its report. When this JVM is told to end, the run is stopped and its report is waited for.
     *
     * @return the exit code
     */
    public int run(Experiment experiment) throws Exception {
        PrintWriter out = command.commandLine().getOut();
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
            if (json != null) {
                report.write(json);
            }
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
