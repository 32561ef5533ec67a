package dev.sluice.functions;

import dev.sluice.functions.app.AppFileException;
import dev.sluice.functions.scale.ScalePlan;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line: hosts function apps until it is told to stop. */
@Command(
        name = "functions-host",
        description = "The Azure Functions host and its plan on this machine, for apps with a custom handler.",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:help or version",
            "1:can't listen or start a handler, or a handler failed three times",
            "2:wrong option or file",
            "143:stopped by SIGTERM"
        })
public final class FunctionsHostCommand implements Callable<Integer> {

    /** One app and its port; given together, as often as there are apps. */
    static final class AppOptions {

        @Option(names = "--app", required = true, paramLabel = "DIR", description = "Folder of a function app.")
        private Path folder;

        @Option(
                names = "--port",
                defaultValue = "7071",
                paramLabel = "PORT",
                description = "Port of the app named before it, 0 for any that is free (default: ${DEFAULT-VALUE}).")
        private int port;
    }

    @ArgGroup(exclusive = false, multiplicity = "1..*")
    private List<AppOptions> apps;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Address to listen on (default: ${DEFAULT-VALUE}).")
    private String host;

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "Settings and keys for all apps, instead of each one's local.settings.json.")
    private Path settings;

    @Option(
            names = "--min",
            paramLabel = "N",
            description = "Always-ready instances. With --min or --max the apps are hosted as in Elastic Premium;"
                    + " without, one instance each, as with 'func start'.")
    private Integer min;

    @Option(names = "--max", paramLabel = "N", description = "The most instances of an app (default: --min).")
    private Integer max;

    @Option(
            names = "--prewarmed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Instances started ahead while there is load (default: ${DEFAULT-VALUE}).")
    private int prewarmed;

    @Option(
            names = "--tick",
            defaultValue = "10",
            paramLabel = "S",
            description = "Seconds between two decisions about instances (default: ${DEFAULT-VALUE}).")
    private int tick;

    @Option(
            names = "--grace",
            defaultValue = "10",
            paramLabel = "S",
            description =
                    "Seconds that work in hand has when an instance or the host ends (default: ${DEFAULT-VALUE}).")
    private int grace;

    /** Runs the command and exits with its code. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new FunctionsHostCommand()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var running = start()) {
            Runtime.getRuntime().addShutdownHook(new Thread(running::close, "functions-host-shutdown"));
            System.out.println("Functions host: "
                    + running.hosted().stream().map(this::describe).collect(Collectors.joining(", ")));
            // Until a signal runs the shutdown hook, or a handler fails for the third time.
            System.err.println(running.stopped().join());
            return CommandLine.ExitCode.SOFTWARE;
        } catch (AppFileException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        } catch (UncheckedIOException e) {
            System.err.println(e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    private FunctionsHost start() {
        var builder = FunctionsHost.builder()
                .host(host)
                .settings(settings)
                .grace(Duration.ofSeconds(grace))
                .log(line -> System.out.println(Instant.now().truncatedTo(ChronoUnit.MILLIS) + " " + line));
        apps.forEach(app -> builder.app(app.folder, app.port));
        if (min != null || max != null) {
            int least = min == null ? 1 : min;
            builder.plan(new ScalePlan(least, max == null ? least : max, prewarmed, Duration.ofSeconds(tick)));
        }
        return builder.start();
    }

    private String describe(AppHost app) {
        var functions =
                app.app().enabled().stream().map(function -> function.name()).collect(Collectors.joining(" "));
        var keys = app.app().settings().keys().areNone() ? ", no keys asked for" : "";
        return "%s on http://%s:%d (%s%s)".formatted(app.name(), host, app.port(), functions, keys);
    }
}
