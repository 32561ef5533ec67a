package dev.sluice.stack.command;

import dev.sluice.stack.LocalStack;
import dev.sluice.stack.LocalStackBuilder;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code up}: starts everything, says where it is, and stays until it is told to stop. */
@Command(name = "up", description = "Starts everything, prints every address, stays until Ctrl-C.", sortOptions = false)
final class UpCommand implements Callable<Integer> {
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

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = command.commandLine().getOut();
        LocalStackBuilder settings = LocalStack.builder();
        namespaces.apply(settings);
        out.println("Starting " + inlet.apply(settings, consumers.consumers()));
        try (LocalStack stack = settings.progress(out::println)
                .alarm(command.commandLine().getErr()::println)
                .start()) {
            new AddressList(stack).print(out);
            // A signal runs the stack's shutdown hook.
            new CountDownLatch(1).await();
            return 0;
        }
    }
}
