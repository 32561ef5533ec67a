package dev.sluice.loadtest;

import dev.sluice.loadtest.burst.BurstCommand;
import dev.sluice.loadtest.chaos.ChaosCommand;
import dev.sluice.loadtest.chaos.SoakCommand;
import dev.sluice.loadtest.compare.CompareCommand;
import dev.sluice.loadtest.cost.CostCommand;
import dev.sluice.loadtest.ingest.IngestCommand;
import dev.sluice.loadtest.load.LoadCommand;
import dev.sluice.loadtest.pictures.PicturesCommand;
import dev.sluice.loadtest.scale.ScaleCommand;
import dev.sluice.loadtest.start.StartCommand;
import dev.sluice.stack.StackException;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Entry point of {@code loadtest.jar}. */
@Command(
        name = "loadtest",
        description = "Experiments with producer and competing consumers.",
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every threshold holds",
            "1:a threshold does not hold",
            "2:wrong option, scenario or file",
            "3:the system could not be started or broke down",
            "130, 143:ended by Ctrl-C, by SIGTERM, after the report"
        },
        subcommands = {
            ChaosCommand.class,
            SoakCommand.class,
            LoadCommand.class,
            IngestCommand.class,
            ScaleCommand.class,
            BurstCommand.class,
            StartCommand.class,
            CostCommand.class,
            CompareCommand.class,
            PicturesCommand.class
        })
public final class LoadtestCommand {
    static final int BROKE_DOWN = 3;

    /** Held, because the log manager may forget the level of a logger that nobody holds. */
    private static final Logger POSTGRES_LIBRARY = Logger.getLogger("io.zonky.test");

    @Mixin
    private CommonOptions common;

    private LoadtestCommand() {}

    /** Runs the command and exits with its code. */
    public static void main(String[] args) {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        POSTGRES_LIBRARY.setLevel(Level.WARNING);
        System.exit(commandLine().execute(args));
    }

    /** The command line, without the exit. */
    static CommandLine commandLine() {
        return new CommandLine(new LoadtestCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, parsed) -> {
                    if (e instanceof StackException) {
                        command.getErr().println(e.getMessage());
                    } else {
                        e.printStackTrace(command.getErr());
                    }
                    return BROKE_DOWN;
                });
    }
}
