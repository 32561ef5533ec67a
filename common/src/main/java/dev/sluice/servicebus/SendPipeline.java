package dev.sluice.servicebus;

import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusMessageBatch;
import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import dev.sluice.servicebus.SendException.Fate;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Lets concurrent callers share AMQP batches: while batches are on the wire the next one fills, and it leaves as soon as
 * a place on the wire is free. There is no timer, so a single caller on an idle system does not wait for company.
 *
 * <p>Every caller learns the fate of its own message within {@link SendConfig#timeout()}. A message counts as in flight
 * until it is off the wire, even when its caller has been told already: so a broker that does not answer can't make the
 * pipeline hold more than {@link SendConfig#maxInFlight()} messages.
 */
public final class SendPipeline implements MessageSender {
    private static final Logger LOG = LoggerFactory.getLogger(SendPipeline.class);

    /** Errors that say nothing about the single message: sending it alone would fail the same way. */
    private static final Set<ServiceBusFailureReason> NOT_THE_MESSAGES_FAULT = Set.of(
            ServiceBusFailureReason.MESSAGING_ENTITY_DISABLED,
            ServiceBusFailureReason.MESSAGING_ENTITY_NOT_FOUND,
            ServiceBusFailureReason.QUOTA_EXCEEDED,
            ServiceBusFailureReason.SERVICE_BUSY,
            ServiceBusFailureReason.SERVICE_COMMUNICATION_ERROR,
            ServiceBusFailureReason.SERVICE_TIMEOUT,
            ServiceBusFailureReason.UNAUTHORIZED);

    /** What the namespace is to a service that has two, or the only one. */
    public static final String PRIMARY = "primary";

    /** The other one of two. */
    public static final String SECONDARY = "secondary";

    private static final int SENT_ALONE_AT_ONCE = 16;
    private static final Duration OPENING_LIMIT = Duration.ofSeconds(10);

    private record Pending(ServiceBusMessage message, CompletableFuture<Void> fate) {}

    private final String role;
    private final ServiceBusSenderAsyncClient sender;
    private final SendConfig config;
    private final Semaphore inFlight;
    private final Semaphore wire;
    private final BlockingQueue<Pending> waiting;
    private final SendMeters meters;
    private final Thread dispatcher;
    private final SharedAttempt opening = new SharedAttempt(this::open);
    private volatile boolean closed;

    /**
     * The pipeline of a service that sends to one namespace.
     *
     * @param sender the queue's sender; closed together with the pipeline
     * @param config the bounds
     * @param metrics where batch sizes, send times and the number in flight are published
     */
    public SendPipeline(ServiceBusSenderAsyncClient sender, SendConfig config, MeterRegistry metrics) {
        this(PRIMARY, Tags.empty(), sender, config, metrics);
    }

    /**
     * One of the two pipelines of a service that sends to two namespaces: metrics are tagged with its role.
     *
     * @param role {@link #PRIMARY} or {@link #SECONDARY}
     */
    public SendPipeline(String role, ServiceBusSenderAsyncClient sender, SendConfig config, MeterRegistry metrics) {
        this(role, Tags.of("namespace", role), sender, config, metrics);
    }

    private SendPipeline(
            String role, Tags tags, ServiceBusSenderAsyncClient sender, SendConfig config, MeterRegistry metrics) {
        this.role = role;
        this.sender = sender;
        this.config = config;
        this.inFlight = new Semaphore(config.maxInFlight());
        this.wire = new Semaphore(config.batchesOnWire());
        this.waiting = new LinkedBlockingQueue<>(config.maxInFlight());
        this.meters = new SendMeters(metrics, tags, () -> config.maxInFlight() - inFlight.availablePermits());
        this.dispatcher = new Thread(this::dispatch, "sluice-send-" + role);
        this.dispatcher.setDaemon(true);
        this.dispatcher.start();
    }

    @Override
    public CompletableFuture<Void> send(ServiceBusMessage message) {
        boolean admitted = inFlight.tryAcquire();
        // After the permit, not before: close() waits for all permits, so it can't miss a message that got past here.
        if (closed) {
            inFlight.release(admitted ? 1 : 0);
            return SendException.failed(Fate.CLOSED, "the service is shutting down");
        }
        if (!admitted) {
            return SendException.failed(Fate.BUSY, "too many messages are on their way to Service Bus");
        }
        Pending pending = new Pending(message, new CompletableFuture<>());
        pending.fate.orTimeout(config.timeout().toNanos(), TimeUnit.NANOSECONDS);
        waiting.add(pending);
        return pending.fate;
    }

    /**
     * Whether the broker answers: completes with the queue's link open, or fails within {@code limit}. The link may take
     * longer to open: then a later probe finds it.
     */
    public CompletableFuture<Void> probe(Duration limit) {
        return opening.within(limit);
    }

    private CompletableFuture<Void> open() {
        return sender.createMessageBatch().timeout(OPENING_LIMIT).then().toFuture();
    }

    /** Fails what has not left yet, so that its caller can do something else about it; new messages are taken as ever. */
    void abandonWaiting() {
        for (Pending pending = waiting.poll(); pending != null; pending = waiting.poll()) {
            settle(pending, new SendException(Fate.UNKNOWN, "Service Bus is not available: not sent", null));
        }
    }

    @Override
    public CompletableFuture<Map<String, Boolean>> answering(Duration limit) {
        return probe(limit).handle((open, e) -> Map.of(role, e == null));
    }

    /** Refuses new messages, waits until those in flight are off the wire (at most the send timeout) and disconnects. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (!inFlight.tryAcquire(config.maxInFlight(), config.timeout().toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("closed with messages whose acknowledgement is still awaited; their callers were told");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        dispatcher.interrupt();
        sender.close();
        meters.close();
    }

    private void dispatch() {
        List<Pending> batch = new ArrayList<>();
        try {
            while (true) {
                wire.acquire();
                if (batch.isEmpty()) {
                    batch.add(waiting.take());
                }
                waiting.drainTo(batch, config.maxBatchMessages() - batch.size());
                batch = transmit(batch);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Puts as many messages as fit on the wire, in order, and returns the others. The wire's permit goes along. */
    private List<Pending> transmit(List<Pending> messages) {
        ServiceBusMessageBatch batch;
        try {
            batch = sender.createMessageBatch().block(config.timeout());
        } catch (RuntimeException e) {
            messages.forEach(pending -> settle(pending, unknown(e)));
            wire.release();
            return new ArrayList<>();
        }
        List<Pending> fitting = new ArrayList<>(messages.size());
        int next = 0;
        while (next < messages.size() && fits(messages.get(next), batch, fitting)) {
            next++;
        }
        send(batch, fitting);
        return new ArrayList<>(messages.subList(next, messages.size()));
    }

    /** False if the batch is full. A message that no batch can hold, or whose caller was told already, ends here. */
    private boolean fits(Pending pending, ServiceBusMessageBatch batch, List<Pending> fitting) {
        if (pending.fate.isDone()) {
            inFlight.release();
            return true;
        }
        try {
            if (batch.tryAddMessage(pending.message)) {
                fitting.add(pending);
                return true;
            }
            if (!fitting.isEmpty()) {
                return false;
            }
            settle(pending, new SendException(Fate.REFUSED, "the message is too large for Service Bus", null));
        } catch (RuntimeException e) {
            settle(pending, new SendException(Fate.REFUSED, "the message can't be sent: " + e.getMessage(), e));
        }
        return true;
    }

    private void send(ServiceBusMessageBatch batch, List<Pending> messages) {
        if (messages.isEmpty()) {
            wire.release();
            return;
        }
        meters.batch(messages.size());
        long start = System.nanoTime();
        // Deferred, so that what is thrown at once is a failed send as well, and not the end of the dispatcher.
        Mono.defer(() -> sender.sendMessages(batch))
                .timeout(config.timeout())
                .subscribe(
                        nothing -> {},
                        e -> {
                            meters.failed(start);
                            if (messages.size() > 1 && mayBeOneMessagesFault(e)) {
                                sendAlone(messages);
                            } else {
                                settle(messages, e);
                            }
                        },
                        () -> {
                            meters.acknowledged(start);
                            settle(messages, null);
                        });
    }

    /** One bad message makes the broker refuse its whole batch: each goes by itself, so that only the bad one fails. */
    private void sendAlone(List<Pending> messages) {
        Flux.fromIterable(messages)
                .flatMap(
                        pending -> Mono.defer(() -> sender.sendMessage(pending.message))
                                .timeout(config.timeout())
                                .doOnSuccess(nothing -> settle(pending, null))
                                .onErrorResume(e -> {
                                    settle(pending, explained(e));
                                    return Mono.empty();
                                }),
                        SENT_ALONE_AT_ONCE)
                .doFinally(end -> wire.release())
                .subscribe();
    }

    private void settle(List<Pending> messages, Throwable error) {
        if (error == null) {
            wire.release();
            messages.forEach(pending -> settle(pending, null));
        } else {
            // The other way round, so that what waits can be abandoned before the next batch takes it along.
            SendException failure = explained(error);
            messages.forEach(pending -> settle(pending, failure));
            wire.release();
        }
    }

    private void settle(Pending pending, SendException failure) {
        inFlight.release();
        if (failure == null) {
            pending.fate.complete(null);
        } else {
            pending.fate.completeExceptionally(failure);
        }
    }

    private static SendException explained(Throwable e) {
        return isRefusal(e)
                ? new SendException(Fate.REFUSED, "Service Bus refused the message: " + e.getMessage(), e)
                : unknown(e);
    }

    private static SendException unknown(Throwable e) {
        return new SendException(Fate.UNKNOWN, "Service Bus is not available: " + e.getMessage(), e);
    }

    /** Whether the broker itself said no, for good, and to the message: nothing else is certain not to be stored. */
    private static boolean isRefusal(Throwable e) {
        return mayBeOneMessagesFault(e)
                && e.getCause() instanceof AmqpException amqp
                && amqp.getErrorCondition() != null;
    }

    private static boolean mayBeOneMessagesFault(Throwable e) {
        return e instanceof ServiceBusException failure
                && !failure.isTransient()
                && !NOT_THE_MESSAGES_FAULT.contains(failure.getReason());
    }
}
