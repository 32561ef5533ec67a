package dev.sluice.consumer.inlet;

import com.azure.messaging.servicebus.ServiceBusErrorContext;
import com.azure.messaging.servicebus.ServiceBusProcessorClient;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessageContext;
import com.azure.messaging.servicebus.models.DeadLetterOptions;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.sluice.consumer.inlet.Settlement.Abandon;
import dev.sluice.consumer.inlet.Settlement.AwaitDatabase;
import dev.sluice.consumer.inlet.Settlement.Complete;
import dev.sluice.consumer.inlet.Settlement.DeadLetter;
import dev.sluice.consumer.store.DatabaseGate;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Receives from one queue by a {@link ServiceBusProcessorClient} (peek-lock, lock renewal, settled by the handler's word)
 * and adds what the SDK's processor lacks: it drains before it closes, receives nothing while the database is away, and is
 * rebuilt when it stalls.
 */
public final class QueueListener implements AutoCloseable {
    /** What an interrupted handler has for its rollback. */
    private static final Duration ROLLBACK_TIME = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(QueueListener.class);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    /**
     * What a listener needs to know.
     *
     * @param queue the queue to receive from
     * @param deadLetters whether it is that queue's dead letters instead
     * @param concurrency how many messages are handled at once
     * @param prefetch how many messages are fetched ahead
     * @param bounds the waits and holds
     */
    public record Settings(String queue, boolean deadLetters, int concurrency, int prefetch, InletConfig bounds) {
        /** Receives from the queue itself. */
        public Settings(String queue, int concurrency, int prefetch, InletConfig bounds) {
            this(queue, false, concurrency, prefetch, bounds);
        }

        String path() {
            return deadLetters ? queue + "/$deadletterqueue" : queue;
        }

        SubQueue subQueue() {
            return deadLetters ? SubQueue.DEAD_LETTER_QUEUE : SubQueue.NONE;
        }
    }

    private final ServiceBusNamespace namespace;
    private final Settings settings;
    private final DeliveryMeters meters;
    private final String name;
    private final DatabaseGate gate;
    private final Function<ReceivedMessage, Settlement> handler;
    private final ManagementLink management;
    private final StallDetector stalls;
    private final Thread supervisor;

    private volatile Intake<ServiceBusReceivedMessage> intake;
    private volatile ServiceBusProcessorClient processor;
    private volatile boolean closing;

    /**
     * @param namespace where the queue is; a rebuilt receiver starts afresh, with a new connection
     * @param handler decides what is done with a message; called by many threads, may block, must not throw
     */
    public QueueListener(
            ServiceBusNamespace namespace,
            Settings settings,
            DatabaseGate gate,
            MeterRegistry metrics,
            Function<ReceivedMessage, Settlement> handler) {
        this.namespace = namespace;
        this.settings = settings;
        this.name = namespace.name() + "/" + settings.path();
        this.meters = new DeliveryMeters(metrics, settings.path());
        this.gate = gate;
        this.handler = handler;
        this.management = new ManagementLink(namespace.connections(), settings, name);
        this.stalls = new StallDetector(management, settings.bounds().stallAfter());
        this.supervisor = new Thread(this::supervise, "sluice-listener-" + name);
        this.supervisor.setDaemon(true);
    }

    /** Starts receiving as soon as the database is there. */
    public void start() {
        supervisor.start();
    }

    /** Whether messages are being received now. */
    public boolean isReceiving() {
        return processor != null;
    }

    /** Whether nothing new is taken any more, while what is in hand may still be worked on. */
    boolean isStopping() {
        Intake<?> current = intake;
        return current != null && !current.isOpen();
    }

    /** How many messages are in hand. */
    public int inHand() {
        Intake<?> current = intake;
        return current == null ? 0 : current.inHand();
    }

    /** Takes nothing new, waits for what is in hand (bounded by the stop grace), gives the rest back and disconnects. */
    @Override
    public void close() {
        closing = true;
        try {
            supervisor.join(settings.bounds()
                    .stopGrace()
                    .plus(ROLLBACK_TIME)
                    .plusSeconds(5)
                    .toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        management.close();
    }

    /** Closes several at once: together they take as long as the slowest. */
    public static void closeAll(List<QueueListener> listeners) {
        listeners.forEach(listener -> listener.closing = true);
        listeners.forEach(QueueListener::close);
    }

    private void supervise() {
        try {
            while (!closing) {
                try {
                    look();
                } catch (RuntimeException e) {
                    // Without this thread nothing would ever be received again.
                    LOG.error("{}: the receiver can't be looked after, trying again", name, e);
                    Thread.sleep(PAUSE_AFTER_FAILURE.toMillis());
                }
            }
            if (processor != null) {
                stop("shutting down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws InterruptedException {
        if (processor == null) {
            if (gate.awaitOpen(TICK)) {
                open();
            }
        } else if (gate.closedFor().compareTo(settings.bounds().outageHold()) > 0) {
            stop("the database is away");
        } else if (stalls.isStalled(Instant.now(), inHand())) {
            LOG.warn("{}: nothing arrives although messages wait: rebuilding the receiver", name);
            stop("stalled");
        } else {
            Thread.sleep(TICK.toMillis());
        }
    }

    private void open() {
        Intake<ServiceBusReceivedMessage> opened = new Intake<>();
        intake = opened;
        stalls.received(Instant.now());
        ServiceBusProcessorClient built = namespace
                .connections()
                .get()
                .processor()
                .queueName(settings.queue())
                .subQueue(settings.subQueue())
                .receiveMode(ServiceBusReceiveMode.PEEK_LOCK)
                .disableAutoComplete()
                .maxConcurrentCalls(settings.concurrency())
                .prefetchCount(settings.prefetch())
                .maxAutoLockRenewDuration(settings.bounds().maxLockRenewal())
                .processMessage(context -> receive(context, opened))
                .processError(this::report)
                .buildProcessorClient();
        built.start();
        processor = built;
        LOG.info("{}: receiving, {} at once", name, settings.concurrency());
    }

    private void stop(String why) throws InterruptedException {
        LOG.info("{}: receiving stops: {}", name, why);
        if (!intake.drain(settings.bounds().stopGrace())) {
            LOG.warn("{}: {} messages did not end in time; they are interrupted and given back", name, inHand());
            intake.interrupt();
            intake.drain(ROLLBACK_TIME);
        }
        ServiceBusProcessorClient stopped = processor;
        processor = null;
        try {
            stopped.close();
        } finally {
            // Only now, by the management link: an open link would attract again what it has just given back.
            management.abandon(intake.close());
        }
    }

    /** Makes the receiver go silent without the listener's knowledge, as a network failure can; for the test of the watchdog. */
    void stall() {
        processor.close();
    }

    private void receive(ServiceBusReceivedMessageContext context, Intake<ServiceBusReceivedMessage> taken) {
        stalls.received(Instant.now());
        try {
            if (taken.enter()) {
                meters.received(context.getMessage().getDeliveryCount());
                handle(context, taken);
            } else {
                taken.hold(context.getMessage());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void handle(ServiceBusReceivedMessageContext context, Intake<ServiceBusReceivedMessage> taken)
            throws InterruptedException {
        boolean hold = false;
        OffsetDateTime lockedUntil = context.getMessage().getLockedUntil();
        try {
            Settlement settlement = decide(ServiceBusMessages.received(namespace.name(), context), taken);
            // Our own interrupt is taken back, because settling blocks; what it has ended waits for the link to close,
            // as the rest does. The SDK's own interrupts come with a link that is gone: nobody would ever let go
            // whoever waited.
            boolean interrupted = !taken.isOpen() && Thread.interrupted();
            hold = settlement instanceof AwaitDatabase || interrupted && settlement instanceof Abandon;
            if (!hold) {
                settle(context, settlement);
            }
        } finally {
            meters.released(lockedUntil, context.getMessage().getLockedUntil());
            if (!hold) {
                taken.leave();
            }
        }
        if (hold) {
            taken.leaveAndHold(context.getMessage());
        }
    }

    /** Decides again and again while the database is away and comes back; AwaitDatabase if receiving stops before. */
    private Settlement decide(ReceivedMessage message, Intake<?> taken) throws InterruptedException {
        try {
            while (true) {
                if (gate.awaitOpen(TICK)) {
                    Settlement settlement = handler.apply(message);
                    if (!(settlement instanceof AwaitDatabase)) {
                        return settlement;
                    }
                }
                if (!taken.isOpen()) {
                    return new AwaitDatabase();
                }
            }
        } catch (InterruptedException e) {
            if (taken.isOpen()) {
                throw e;
            }
            return new AwaitDatabase();
        }
    }

    private void settle(ServiceBusReceivedMessageContext context, Settlement settlement) {
        try {
            if (settlement instanceof Complete) {
                context.complete();
            } else if (settlement instanceof DeadLetter dead) {
                context.deadLetter(new DeadLetterOptions()
                        .setDeadLetterReason(dead.reason())
                        .setDeadLetterErrorDescription(dead.description())
                        .setPropertiesToModify(dead.properties()));
            } else {
                context.abandon();
            }
        } catch (RuntimeException e) {
            meters.notSettled(e);
            // The lock is lost or the connection gone: the broker delivers again, and the inbox absorbs what was done.
            LOG.warn(
                    "{}: message {} could not be settled and will be delivered again: {}",
                    name,
                    context.getMessage().getSequenceNumber(),
                    e.getMessage());
        }
    }

    private void report(ServiceBusErrorContext error) {
        LOG.warn(
                "{}: receiving failed ({}): {}",
                name,
                error.getErrorSource(),
                error.getException().getMessage());
    }
}
