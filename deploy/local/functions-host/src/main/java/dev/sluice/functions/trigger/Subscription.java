package dev.sluice.functions.trigger;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import dev.sluice.functions.handler.HostLog;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import reactor.core.publisher.BaseSubscriber;

/**
 * A receiving link with explicit credit: no more messages come than were asked for. When the SDK gives up, it connects
 * again, with pauses.
 */
final class Subscription implements AutoCloseable {

    private static final long FIRST_PAUSE_SECONDS = 1;
    private static final long LONGEST_PAUSE_SECONDS = 30;

    private final String name;
    private final ServiceBusClients clients;
    private final ScheduledExecutorService timers;
    private final HostLog log;
    private final IntSupplier free;
    private final Consumer<Received> messages;

    private ServiceBusReceiverAsyncClient client;
    private Link link;
    private long pause = FIRST_PAUSE_SECONDS;
    private boolean closed;

    /**
     * @param free how many messages could be taken if nothing was asked for yet; asked at each new connection
     * @param messages must not block
     */
    Subscription(
            String name,
            ServiceBusClients clients,
            ScheduledExecutorService timers,
            HostLog log,
            IntSupplier free,
            Consumer<Received> messages) {
        this.name = name;
        this.clients = clients;
        this.timers = timers;
        this.log = log;
        this.free = free;
        this.messages = messages;
    }

    /** One connection's stream of messages. */
    private final class Link extends BaseSubscriber<ServiceBusReceivedMessage> {

        private final ServiceBusReceiverAsyncClient source;

        private Link(ServiceBusReceiverAsyncClient source) {
            this.source = source;
        }

        @Override
        protected void hookOnSubscribe(org.reactivestreams.Subscription subscription) {
            int credit = free.getAsInt();
            if (credit > 0) {
                request(credit);
            }
        }

        @Override
        protected void hookOnNext(ServiceBusReceivedMessage message) {
            arrived();
            messages.accept(new Received(source, message));
        }

        @Override
        protected void hookOnComplete() {
            reconnect(this, "the link has ended");
        }

        @Override
        protected void hookOnError(Throwable failure) {
            reconnect(this, failure.getMessage());
        }
    }

    synchronized void start() {
        if (closed) {
            return;
        }
        client = clients.receiver();
        link = new Link(client);
        client.receiveMessages().subscribe(link);
    }

    /** Asks for more; does nothing while there is no link, the next one asks for all that is free. */
    void request(int count) {
        Link open;
        synchronized (this) {
            open = link;
        }
        if (open != null) {
            open.request(count);
        }
    }

    @Override
    public void close() {
        Link open;
        ServiceBusReceiverAsyncClient connected;
        synchronized (this) {
            closed = true;
            open = link;
            connected = client;
            link = null;
        }
        if (open != null) {
            open.cancel();
            connected.close();
        }
    }

    private synchronized void arrived() {
        pause = FIRST_PAUSE_SECONDS;
    }

    private void reconnect(Link ended, String why) {
        ServiceBusReceiverAsyncClient old;
        long wait;
        synchronized (this) {
            if (closed || ended != link) {
                return;
            }
            link = null;
            old = client;
            wait = pause;
            pause = Math.min(2 * pause, LONGEST_PAUSE_SECONDS);
        }
        log.line("%s: receiving failed, again in %d s: %s", name, wait, why);
        try {
            timers.execute(old::close);
            timers.schedule(this::start, wait, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            // The host is closing.
        }
    }
}
