package dev.sluice.stack.command;

import dev.sluice.stack.LocalStack;
import dev.sluice.stack.LocalStackBuilder;
import dev.sluice.stack.console.LocalConsole;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code up}: starts everything, says where it is, and stays until it is told to stop. */
@Command(name = "up", description = "Starts everything, prints every address, stays until Ctrl-C.", sortOptions = false)
final class UpCommand implements Callable<Integer> {
    private static final int LAST_PORT = 65_535;

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

    @Option(
            names = "--console-port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Where the page with the live picture is, on loopback; 0: any free port (default:"
                    + " ${DEFAULT-VALUE}).")
    private int consolePort;

    @Override
    public Integer call() throws InterruptedException {
        if (consolePort < 0 || consolePort > LAST_PORT) {
            throw new ParameterException(
                    command.commandLine(),
                    "--console-port must be between 0 and " + LAST_PORT + ", not " + consolePort);
        }
        PrintWriter out = command.commandLine().getOut();
        LocalStackBuilder settings = LocalStack.builder();
        namespaces.apply(settings);
        out.println("Starting " + inlet.apply(settings, consumers.consumers()));
        try (LocalConsole console = LocalConsole.listen(consolePort);
                LocalStack stack = settings.progress(out::println)
                        .alarm(command.commandLine().getErr()::println)
                        .start()) {
            console.show(stack);
            new AddressList(stack).print(out, console.url());
            // A signal runs the stack's shutdown hook; the console shows the stop and ends with this process.
            new CountDownLatch(1).await();
            return 0;
        }
    }
}
