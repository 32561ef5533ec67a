package dev.sluice.functions.trigger;

import dev.sluice.functions.app.FunctionApp;
import dev.sluice.functions.app.FunctionDefinition;
import dev.sluice.functions.app.Trigger;
import dev.sluice.functions.handler.Handler;
import dev.sluice.functions.handler.HostLog;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/** Receives the messages of one function for one instance. */
public interface MessageListener extends AutoCloseable {

    /** Begins to receive; returns at once, and connects again until it is closed. */
    void start();

    /** How many messages are with the handler or wait for it. */
    int inHand();

    /** Takes nothing new; completes when everything in hand is settled. */
    CompletableFuture<Void> drain();

    /** Invokes the function with a body that no message brought. */
    void invoke(byte[] input);

    /** Disconnects; what is still in hand comes back when its lock expires. */
    @Override
    void close();

    /**
     * The listener for a function.
     *
     * @param function one with a {@link Trigger.ServiceBus}
     * @throws IllegalArgumentException if the connection string is none
     */
    static MessageListener of(
            FunctionApp app,
            FunctionDefinition function,
            Handler handler,
            ScheduledExecutorService timers,
            HostLog log) {
        var trigger = (Trigger.ServiceBus) function.trigger();
        var options = app.options().serviceBus();
        var clients = new ServiceBusClients(trigger, options);
        var caller = new FunctionCaller(function.name(), handler, log);
        return trigger.many()
                ? new BatchListener(function.name(), trigger, options, clients, caller, timers, log)
                : new SingleListener(function.name(), trigger, options, clients, caller, timers, log);
    }
}
