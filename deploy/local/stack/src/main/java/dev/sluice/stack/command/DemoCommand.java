package dev.sluice.stack.command;

import dev.sluice.stack.LocalStack;
import dev.sluice.stack.LocalStackBuilder;
import dev.sluice.stack.StackException;
import dev.sluice.stack.ledger.Audit;
import dev.sluice.stack.ledger.Completion;
import dev.sluice.stack.ledger.Ledger;
import dev.sluice.stack.ledger.LoadResult;
import dev.sluice.stack.ledger.OrderLoad;
import dev.sluice.stack.ledger.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code demo}: posts orders, waits until they are through, says what became of each, stops. */
@Command(
        name = "demo",
        description =
                "Posts orders over HTTP, waits until all are through, prints what became of them, stops everything.",
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {
    private static final int MAX_ORDERS = 1_000_000;

    /** How long nothing may move before waiting ends. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Spec
    private CommandSpec command;

    @Mixin
    private HelpOption help;

    @Mixin
    private InletOptions inlet;

    @Mixin
    private ConsumersOption consumers;

    @Mixin
    private NamespacesOption namespaces;

    @Mixin
    private JsonOption json;

    private int orders;

    @Option(
            names = "--orders",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Orders to post, 1 to 1,000,000 (default: ${DEFAULT-VALUE}).")
    void orders(int value) {
        if (value < 1 || value > MAX_ORDERS) {
            throw new ParameterException(
                    command.commandLine(), "--orders must be between 1 and " + MAX_ORDERS + ", not " + value);
        }
        orders = value;
    }

    @Override
    public Integer call() throws InterruptedException, SQLException, IOException {
        PrintWriter out = command.commandLine().getOut();
        LocalStackBuilder settings = LocalStack.builder();
        namespaces.apply(settings);
        out.println("Starting " + inlet.apply(settings, consumers.consumers()));
        try (LocalStack stack = settings.progress(out::println)
                .alarm(command.commandLine().getErr()::println)
                .start()) {
            Ledger ledger = new Ledger();
            Audit audit = new Audit(ledger, stack.database(), stack::queued);
            LoadResult load;
            Verdict verdict;
            try (ProgressBar bar =
                    new ProgressBar(out, System.console() != null, orders, ledger::size, () -> through(audit))) {
                bar.start();
                load = new OrderLoad(stack.producerUrl(), stack.headers(), ledger).post(orders);
                // What a consumer that somebody killed has under lock comes back in time.
                Duration patience =
                        Collections.max(List.of(PATIENCE, stack.lockDuration().plus(PATIENCE.dividedBy(2))));
                verdict = new Completion(audit, patience).await();
            }
            VerdictReport report = new VerdictReport(orders, load, verdict);
            report.print(out);
            json.write(report.document());
            if (!report.isGood()) {
                out.println("Logs: " + stack.logs());
            }
            out.println("Stopping");
            return report.isGood() ? 0 : StackCommand.VERDICT_FAILED;
        }
    }

    private static long through(Audit audit) {
        try {
            return audit.through();
        } catch (SQLException e) {
            throw new StackException("the database can't be read: " + e.getMessage(), e);
        }
    }
}
