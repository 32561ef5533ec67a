package dev.sluice.stack.command;

import dev.sluice.stack.LocalStack;
import dev.sluice.stack.LocalStackBuilder;
import dev.sluice.stack.drill.DrillResult;
import dev.sluice.stack.drill.FailoverDrill;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code drill}: loses the primary namespace under load, gets it back, says what that meant. */
@Command(
        name = "drill",
        description = "Kills the primary of two namespaces under load and brings it back: how long no order was"
                + " accepted (RTO), how many accepted ones were lost (RPO).",
        sortOptions = false)
final class DrillCommand implements Callable<Integer> {
    private static final int MOST_PER_SECOND = 500;

    @Spec
    private CommandSpec command;

    @Mixin
    private HelpOption help;

    @Mixin
    private InletOptions inlet;

    @Mixin
    private ConsumersOption consumers;

    @Mixin
    private JsonOption json;

    private int ordersPerSecond;

    @Option(
            names = "--orders-per-second",
            paramLabel = "N",
            defaultValue = "50",
            description = "The load, 1 to " + MOST_PER_SECOND + " (default: ${DEFAULT-VALUE}).")
    void ordersPerSecond(int value) {
        if (value < 1 || value > MOST_PER_SECOND) {
            throw new ParameterException(
                    command.commandLine(),
                    "--orders-per-second must be between 1 and " + MOST_PER_SECOND + ", not " + value);
        }
        ordersPerSecond = value;
    }

    @Override
    public Integer call() throws InterruptedException, SQLException, IOException {
        PrintWriter out = command.commandLine().getOut();
        LocalStackBuilder settings = LocalStack.builder().secondNamespace().durable();
        out.println("Starting " + inlet.apply(settings, consumers.consumers()) + ", with a second namespace");
        try (LocalStack stack = settings.progress(out::println)
                .alarm(command.commandLine().getErr()::println)
                .start()) {
            DrillResult result = new FailoverDrill(stack, ordersPerSecond, out::println).run();
            DrillReport report = new DrillReport(result);
            report.print(out);
            json.write(report.document());
            if (!result.isGood()) {
                out.println("Logs: " + stack.logs());
            }
            out.println("Stopping");
            return result.isGood() ? 0 : StackCommand.VERDICT_FAILED;
        }
    }
}
