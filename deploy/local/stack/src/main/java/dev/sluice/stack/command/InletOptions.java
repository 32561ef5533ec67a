package dev.sluice.stack.command;

import dev.sluice.stack.Inlet;
import dev.sluice.stack.LocalStackBuilder;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --inlet} and what says how many consumers there are. */
final class InletOptions {
    /** What Elastic Premium keeps ready at the most. */
    private static final int MOST_READY = 20;

    private static final int MOST_INSTANCES = 32;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--inlet",
            paramLabel = "INLET",
            defaultValue = "functions",
            description = "functions: both services as function apps under a functions-host; processor: without it"
                    + " (default: ${DEFAULT-VALUE}).")
    private Inlet inlet;

    @Option(
            names = "--min",
            paramLabel = "N",
            description = "Let the functions-host decide how many consumers there are: always so many, 1 to "
                    + MOST_READY + ".")
    private Integer min;

    @Option(
            names = "--max",
            paramLabel = "N",
            description = "The most consumers, --min to " + MOST_INSTANCES + ". Goes before --consumers.")
    private Integer max;

    @Option(
            names = "--tick",
            paramLabel = "S",
            defaultValue = "10",
            description = "Seconds between two such decisions, 1 to 60 (default: ${DEFAULT-VALUE}).")
    private int tick;

    @Option(
            names = "--handler-time",
            paramLabel = "MS",
            defaultValue = "0",
            description =
                    "How long an order takes, 0 to 10000 ms, so that some have to wait (default: ${DEFAULT-VALUE}).")
    private int handlerTime;

    /**
     * Tells the stack.
     *
     * @return what will be started, for people
     * @throws ParameterException if the options don't fit together
     */
    String apply(LocalStackBuilder stack, int consumers) {
        require(tick >= 1 && tick <= 60, "--tick must be between 1 and 60, not " + tick);
        require(
                handlerTime >= 0 && handlerTime <= 10_000,
                "--handler-time must be between 0 and 10000, not " + handlerTime);
        stack.inlet(inlet).consumers(consumers);
        if (handlerTime > 0) {
            stack.consumerSetting(
                    "SLUICE_HANDLER_SIMULATED_TIME",
                    Duration.ofMillis(handlerTime).toString());
        }
        String people = consumers + (consumers == 1 ? " consumer" : " consumers");
        if (min != null || max != null) {
            require(inlet == Inlet.FUNCTIONS, "--min and --max need --inlet functions");
            int least = min == null ? 1 : min;
            int most = max == null ? least : max;
            require(least >= 1 && least <= MOST_READY, "--min must be between 1 and " + MOST_READY + ", not " + least);
            require(
                    most >= least && most <= MOST_INSTANCES,
                    "--max must be between --min and " + MOST_INSTANCES + ", not " + most);
            stack.instances(least, most, Duration.ofSeconds(tick));
            people = least + " to " + most + " consumers";
        } else if (inlet == Inlet.FUNCTIONS) {
            require(
                    consumers <= MOST_READY,
                    "--consumers must be between 1 and " + MOST_READY + " under the functions-host, not " + consumers);
        }
        return "PostgreSQL, Service Bus emulator, producer and " + people
                + (inlet == Inlet.FUNCTIONS ? " under the Functions host" : "");
    }

    private void require(boolean right, String message) {
        if (!right) {
            throw new ParameterException(command.commandLine(), message);
        }
    }
}
