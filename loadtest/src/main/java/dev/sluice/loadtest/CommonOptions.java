package dev.sluice.loadtest;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command has. */
public final class CommonOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    /** What to throw when an option, a scenario or a file is wrong. */
    public ParameterException usage(String message) {
        return new ParameterException(command.commandLine(), message);
    }

    /** The command's name. */
    public String name() {
        return command.commandLine().getCommandName();
    }

    /** Where the command tells people what it has found. */
    public PrintWriter out() {
        return command.commandLine().getOut();
    }
}
