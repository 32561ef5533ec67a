package dev.sluice.stack.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --consumers}. */
final class ConsumersOption {
    private static final int MAX = 32;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private int consumers = 2;

    int consumers() {
        return consumers;
    }

    @Option(
            names = "--consumers",
            paramLabel = "N",
            defaultValue = "2",
            description = "Consumer processes, 1 to " + MAX + " (default: ${DEFAULT-VALUE}).")
    void consumers(int value) {
        if (value < 1 || value > MAX) {
            throw new ParameterException(
                    command.commandLine(), "--consumers must be between 1 and " + MAX + ", not " + value);
        }
        consumers = value;
    }
}
