package dev.sluice.functions.trigger;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import com.azure.messaging.servicebus.models.ServiceBusMessageState;
import dev.sluice.functions.app.FunctionApp;
import dev.sluice.functions.app.FunctionDefinition;
import dev.sluice.functions.app.Trigger;
import dev.sluice.functions.scale.FunctionLoad;
import java.time.Duration;
import java.util.List;

/**
 * How many messages wait for a function, those that are locked included. Azure's controller asks the management API; this
 * one peeks, and no further than it makes a difference, so that any namespace will do. Blocks.
 */
public final class Backlog implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAGE = 250;

    private final String function;
    private final int concurrency;
    private final int enough;
    private final ServiceBusClients clients;
    private ServiceBusReceiverAsyncClient client;

    /**
     * @param function one with a {@link Trigger.ServiceBus}
     * @param maxInstances the most instances that could be asked for
     */
    public Backlog(FunctionApp app, FunctionDefinition function, int maxInstances) {
        var trigger = (Trigger.ServiceBus) function.trigger();
        var options = app.options().serviceBus();
        this.function = function.name();
        concurrency = trigger.many() ? options.maxBatchSize() : options.maxConcurrentCalls();
        enough = Math.multiplyExact(concurrency, maxInstances);
        clients = new ServiceBusClients(trigger, options);
    }

    /** Counts; throws a RuntimeException if the namespace can't be asked now. */
    public FunctionLoad measure() {
        try {
            return count();
        } catch (RuntimeException e) {
            // The next one connects afresh.
            close();
            throw e;
        }
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
            client = null;
        }
    }

    private FunctionLoad count() {
        if (client == null) {
            client = clients.receiver();
        }
        int active = 0;
        long from = 0;
        while (active < enough) {
            List<ServiceBusReceivedMessage> page =
                    client.peekMessages(PAGE, from).collectList().block(PATIENCE);
            if (page == null || page.isEmpty()) {
                return new FunctionLoad(function, active, false, concurrency);
            }
            for (var message : page) {
                active += message.getState() == ServiceBusMessageState.ACTIVE ? 1 : 0;
                from = Math.max(from, message.getSequenceNumber() + 1);
            }
        }
        return new FunctionLoad(function, active, true, concurrency);
    }
}
