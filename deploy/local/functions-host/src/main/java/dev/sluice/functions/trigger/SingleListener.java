package dev.sluice.functions.trigger;

import dev.sluice.functions.app.ServiceBusOptions;
import dev.sluice.functions.app.Trigger;
import dev.sluice.functions.handler.HostLog;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import reactor.core.publisher.Mono;

/** Cardinality one: up to maxConcurrentCalls invocations at once, each with one message whose lock is renewed. */
final class SingleListener implements MessageListener {

    private final String function;
    private final Trigger.ServiceBus trigger;
    private final ServiceBusOptions options;
    private final FunctionCaller caller;
    private final ScheduledExecutorService timers;
    private final HostLog log;
    private final Envelope envelope;
    private final Subscription subscription;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private int inHand;
    private boolean draining;

    SingleListener(
            String function,
            Trigger.ServiceBus trigger,
            ServiceBusOptions options,
            ServiceBusClients clients,
            FunctionCaller caller,
            ScheduledExecutorService timers,
            HostLog log) {
        this.function = function;
        this.trigger = trigger;
        this.options = options;
        this.caller = caller;
        this.timers = timers;
        this.log = log;
        envelope = new Envelope(function, trigger, clients.namespace());
        subscription = new Subscription(function, clients, timers, log, this::free, this::take);
    }

    @Override
    public void start() {
        subscription.start();
    }

    @Override
    public synchronized int inHand() {
        return inHand;
    }

    @Override
    public CompletableFuture<Void> drain() {
        synchronized (this) {
            draining = true;
        }
        settled();
        return drained;
    }

    @Override
    public void invoke(byte[] input) {
        var message = TriggerMessage.ofInput(input);
        caller.call(envelope.single(message), TraceParent.of(message.properties()));
    }

    @Override
    public void close() {
        subscription.close();
    }

    private synchronized int free() {
        return draining ? 0 : options.maxConcurrentCalls() - inHand;
    }

    /** Also while draining: what was asked for before may still arrive, and the handler is still there. */
    private void take(Received received) {
        if (received.isExpired()) {
            // It waited for too long on this side; the broker gives it to somebody else.
            next();
            return;
        }
        synchronized (this) {
            inHand++;
        }
        var renewal = LockRenewal.start(received, options.maxAutoLockRenewal(), timers, log);
        call(received).thenAccept(succeeded -> {
            renewal.stop();
            settle(received, succeeded);
        });
    }

    private CompletableFuture<Boolean> call(Received received) {
        try {
            var message = TriggerMessage.of(received.message());
            return caller.call(envelope.single(message), TraceParent.of(message.properties()));
        } catch (RuntimeException e) {
            // For instance a body that is not bytes.
            log.line(
                    "%s: message %s can't be encoded: %s",
                    function, received.message().getMessageId(), e.getMessage());
            return CompletableFuture.completedFuture(false);
        }
    }

    private void settle(Received received, boolean succeeded) {
        var settling =
                succeeded ? (trigger.autoComplete() ? received.complete() : Mono.<Void>empty()) : received.abandon();
        settling.doFinally(signal -> {
                    synchronized (this) {
                        inHand--;
                    }
                    settled();
                    next();
                })
                .subscribe(
                        nothing -> {},
                        failure -> log.line(
                                "%s: message %s could not be %s and comes back: %s",
                                function,
                                received.message().getMessageId(),
                                succeeded ? "completed" : "abandoned",
                                failure.getMessage()));
    }

    private void next() {
        if (free() > 0) {
            subscription.request(1);
        }
    }

    private void settled() {
        boolean done;
        synchronized (this) {
            done = draining && inHand == 0;
        }
        if (done) {
            // First nobody can hand over any more, then it is said that nothing is left.
            subscription.close();
            drained.complete(null);
        }
    }
}
