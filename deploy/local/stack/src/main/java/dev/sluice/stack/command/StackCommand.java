package dev.sluice.stack.command;

import dev.sluice.stack.StackException;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Entry point of {@code stack.jar}. */
@Command(
        name = "run.sh",
        description = "Runs producer, consumers, a Service Bus emulator and PostgreSQL on this machine.",
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; for demo and drill: every accepted order was processed exactly once",
            "1:demo: an order was lost, unexpected, done twice, refused, parked or not through in time;"
                    + " drill: the same of an accepted order, or no failover, or no failback",
            "2:wrong option",
            "3:the system could not be started or broke down",
            "130, 143:ended by Ctrl-C, by SIGTERM"
        },
        subcommands = {DemoCommand.class, UpCommand.class, DrillCommand.class})
public final class StackCommand {
    static final int VERDICT_FAILED = 1;
    static final int BROKE_DOWN = 3;

    /** Held, because the log manager may forget the level of a logger that nobody holds. */
    private static final Logger POSTGRES_LIBRARY = Logger.getLogger("io.zonky.test");

    @Mixin
    private HelpOption help;

    private StackCommand() {}

    /** Runs the command and exits with its code. */
    public static void main(String[] args) {
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        POSTGRES_LIBRARY.setLevel(Level.WARNING);
        System.exit(commandLine().execute(args));
    }

    /** The command line, without the exit. */
    static CommandLine commandLine() {
        return new CommandLine(new StackCommand())
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
