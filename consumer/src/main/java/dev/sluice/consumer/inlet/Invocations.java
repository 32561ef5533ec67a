package dev.sluice.consumer.inlet;

import dev.sluice.consumer.inlet.Decision.Finished;
import dev.sluice.consumer.inlet.Decision.GiveBack;
import dev.sluice.consumer.inlet.Decision.Hold;
import dev.sluice.consumer.inlet.Decision.PutAside;
import dev.sluice.consumer.inlet.Decision.SendAgain;
import dev.sluice.consumer.processing.InboundMessage;
import dev.sluice.telemetry.MessageSpans;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off invocations on a bounded number of threads. Nothing here can settle a message: it has either had its effect, or
 * it is sent (parked, or as a copy), or the invocation fails and the whole of it comes back.
 */
final class Invocations implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Invocations.class);
    /** Ten of the largest batches; beyond that the host gets its messages back. */
    private static final int MAX_WAITING = 10_000;

    private final String queue;
    private final Function<InboundMessage, Decision> decisions;
    private final MessageSpans spans;
    private final ThreadPoolExecutor workers;
    private final AtomicInteger inHand = new AtomicInteger();

    /**
     * @param queue what the messages come from, as their spans tell it
     * @param concurrency how many messages are processed at once
     * @param decisions says what is to become of a message; called by many threads, may block
     */
    Invocations(String queue, int concurrency, Function<InboundMessage, Decision> decisions, MessageSpans spans) {
        this.queue = queue;
        this.spans = spans;
        this.decisions = decisions;
        this.workers = new ThreadPoolExecutor(
                concurrency, concurrency, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), task -> {
                    Thread thread = new Thread(task, "sluice-invocation");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * Handles every message, each for itself, and waits for all of them.
     *
     * @param outlet the way back to where they came from
     * @return whether all may go; false if the host has to bring the invocation back
     */
    boolean handle(List<ReceivedMessage> messages, Outlet outlet) {
        List<CompletableFuture<Boolean>> fates = new ArrayList<>(messages.size());
        for (ReceivedMessage message : messages) {
            fates.add(submit(message, outlet));
        }
        boolean all = true;
        for (CompletableFuture<Boolean> fate : fates) {
            all &= fate.join();
        }
        return all;
    }

    /** How many messages are being processed. */
    int inHand() {
        return inHand.get();
    }

    /** Interrupts what is in hand; the rest comes back unprocessed. */
    @Override
    public void close() {
        workers.shutdownNow().forEach(waiting -> ((Work) waiting).fate.complete(false));
    }

    private CompletableFuture<Boolean> submit(ReceivedMessage message, Outlet outlet) {
        Work work = new Work(message, outlet);
        try {
            workers.execute(work);
        } catch (RejectedExecutionException tooManyOrStopping) {
            work.fate.complete(false);
        }
        return work.fate;
    }

    private final class Work implements Runnable {
        private final ReceivedMessage message;
        private final Outlet outlet;
        private final SpanContext invocation = Span.current().getSpanContext();
        private final CompletableFuture<Boolean> fate = new CompletableFuture<>();

        Work(ReceivedMessage message, Outlet outlet) {
            this.message = message;
            this.outlet = outlet;
        }

        @Override
        public void run() {
            inHand.incrementAndGet();
            try {
                InboundMessage inbound = message.message();
                fate.complete(spans.process(
                        queue, inbound.messageId(), inbound.properties(), invocation, () -> mayGo(message, outlet)));
            } catch (RuntimeException | Error e) {
                LOG.error("message {} comes back", message.message().sequenceNumber(), e);
                fate.complete(false);
            } finally {
                inHand.decrementAndGet();
            }
        }
    }

    private boolean mayGo(ReceivedMessage received, Outlet outlet) {
        Decision decision = decisions.apply(received.message());
        if (decision instanceof Hold outage) {
            decision = outage.otherwise();
        }
        if (decision instanceof Finished) {
            return true;
        }
        if (decision instanceof GiveBack) {
            return false;
        }
        try {
            if (decision instanceof PutAside parked) {
                outlet.park(received.parked(parked.reason(), parked.description()))
                        .join();
            } else if (decision instanceof SendAgain again) {
                outlet.copy(received.copy(again.counters(), again.delay())).join();
            }
            return true;
        } catch (RuntimeException e) {
            LOG.warn(
                    "message {} comes back, for it could not be {}: {}",
                    received.message().sequenceNumber(),
                    decision instanceof PutAside ? "parked" : "sent again",
                    e.getMessage());
            return false;
        }
    }
}
