package dev.sluice.stack.command;

import picocli.CommandLine.Option;

/** {@code --help}. */
final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;
}
