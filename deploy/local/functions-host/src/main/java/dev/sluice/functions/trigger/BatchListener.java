package dev.sluice.functions.trigger;

import dev.sluice.functions.app.ServiceBusOptions;
import dev.sluice.functions.app.Trigger;
import dev.sluice.functions.handler.HostLog;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Cardinality many: one batch at a time, all of it completed or all of it abandoned. No lock is renewed.
 *
 * @see <a href="https://github.com/Azure/azure-sdk-for-net">azure-sdk-for-net</a>, {@code
 *     ServiceBusListener.RunBatchReceiveLoopAsync}
 */
final class BatchListener implements MessageListener {

    /** How long the AMQP library waits for more once a first message is there. */
    private static final long LINGER_MILLIS = 20;

    private static final int SETTLED_AT_ONCE = 32;

    private final String function;
    private final Trigger.ServiceBus trigger;
    private final ServiceBusOptions options;
    private final FunctionCaller caller;
    private final ScheduledExecutorService timers;
    private final HostLog log;
    private final BatchEnvelope envelope;
    private final Subscription subscription;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final List<Received> waiting = new ArrayList<>();
    private int running;
    private boolean due;
    private boolean draining;

    BatchListener(
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
        envelope = new BatchEnvelope(new Envelope(function, trigger, clients.namespace()));
        subscription = new Subscription(function, clients, timers, log, this::free, this::take);
    }

    @Override
    public void start() {
        subscription.start();
    }

    @Override
    public synchronized int inHand() {
        return waiting.size() + running;
    }

    @Override
    public CompletableFuture<Void> drain() {
        synchronized (this) {
            draining = true;
        }
        dispatch(true);
        return drained;
    }

    @Override
    public void invoke(byte[] input) {
        var message = TriggerMessage.ofInput(input);
        caller.call(envelope.encode(List.of(message)), TraceParent.of(message.properties()));
    }

    @Override
    public void close() {
        subscription.close();
    }

    private synchronized int free() {
        return draining ? 0 : options.maxBatchSize() - inHand();
    }

    private void take(Received received) {
        boolean first;
        boolean enough;
        synchronized (this) {
            waiting.add(received);
            first = waiting.size() == 1;
            enough = waiting.size() >= options.maxBatchSize()
                    || options.minBatchSize() > 1 && waiting.size() >= options.minBatchSize();
        }
        if (enough) {
            dispatch(true);
        } else if (first) {
            later(options.minBatchSize() > 1 ? options.maxBatchWait().toMillis() : LINGER_MILLIS);
        }
    }

    private void later(long millis) {
        try {
            timers.schedule(() -> dispatch(true), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The host is closing.
        }
    }

    /** Sends off what waits, unless a batch is with the handler: then it goes when that one ends. */
    private void dispatch(boolean isDue) {
        List<Received> batch;
        int dropped;
        synchronized (this) {
            due = due || isDue;
            if (running > 0 || !due && !draining) {
                return;
            }
            due = false;
            int before = waiting.size();
            // They waited for too long on this side; the broker gives them to somebody else.
            waiting.removeIf(Received::isExpired);
            dropped = before - waiting.size();
            batch = List.copyOf(waiting);
            waiting.clear();
            running = batch.size();
        }
        if (dropped > 0) {
            log.line("%s: %d messages waited until their locks were over", function, dropped);
            request(dropped);
        }
        if (batch.isEmpty()) {
            ended(0);
        } else {
            call(batch).thenAccept(succeeded -> settle(batch, succeeded));
        }
    }

    private CompletableFuture<Boolean> call(List<Received> batch) {
        try {
            var messages = batch.stream()
                    .map(received -> TriggerMessage.of(received.message()))
                    .toList();
            return caller.call(
                    envelope.encode(messages), TraceParent.of(messages.get(0).properties()));
        } catch (RuntimeException e) {
            log.line("%s: %d messages can't be encoded: %s", function, batch.size(), e.getMessage());
            return CompletableFuture.completedFuture(false);
        }
    }

    private void request(int count) {
        if (count > 0 && free() > 0) {
            subscription.request(Math.min(count, free()));
        }
    }

    private void settle(List<Received> batch, boolean succeeded) {
        if (succeeded && !trigger.autoComplete()) {
            ended(batch.size());
            return;
        }
        Flux.fromIterable(batch)
                .flatMap(
                        received -> (succeeded ? received.complete() : received.abandon()).onErrorResume(failure -> {
                            log.line(
                                    "%s: message %s could not be %s and comes back: %s",
                                    function,
                                    received.message().getMessageId(),
                                    succeeded ? "completed" : "abandoned",
                                    failure.getMessage());
                            return Mono.empty();
                        }),
                        SETTLED_AT_ONCE)
                .doFinally(signal -> ended(batch.size()))
                .subscribe();
    }

    private void ended(int count) {
        boolean done;
        boolean more;
        synchronized (this) {
            running = 0;
            done = draining && waiting.isEmpty();
            more = due || draining || waiting.size() >= options.maxBatchSize();
        }
        if (done) {
            subscription.close();
            drained.complete(null);
        } else {
            request(count);
            if (more) {
                dispatch(true);
            }
        }
    }
}
