package dev.sluice.stack.command;

import dev.sluice.stack.LocalStackBuilder;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --namespaces}. */
final class NamespacesOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private int namespaces = 1;

    @Option(
            names = "--namespaces",
            paramLabel = "N",
            defaultValue = "1",
            description = "1, or 2: producer turns to the second one when the first one fails, and consumers receive"
                    + " from both (default: ${DEFAULT-VALUE}).")
    void namespaces(int value) {
        if (value < 1 || value > 2) {
            throw new ParameterException(command.commandLine(), "--namespaces must be 1 or 2, not " + value);
        }
        namespaces = value;
    }

    /** Tells the stack. */
    void apply(LocalStackBuilder stack) {
        if (namespaces == 2) {
            stack.secondNamespace();
        }
    }
}
