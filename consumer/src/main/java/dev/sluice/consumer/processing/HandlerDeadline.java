package dev.sluice.consumer.processing;

import dev.sluice.messaging.ReceivedOrder;
import dev.sluice.telemetry.MessageSpans;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Bounds the time that an {@link OrderHandler} takes: its thread is interrupted, and whatever it then does the transaction is
 * rolled back. A handler that does not heed the interrupt keeps its thread, but not its transaction: the server ends that
 * (idle_in_transaction_session_timeout, statement_timeout).
 */
@Startup
@ApplicationScoped
public class HandlerDeadline {
    /** Around what a handler takes, up to its timeout. */
    private static final Duration[] BUCKETS = IntStream.of(
                    1, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000, 10_000, 25_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final OrderHandler handler;
    private final Duration timeout;
    private final ScheduledThreadPoolExecutor clock;
    private final Timer returned;
    private final Timer failed;
    private final MessageSpans spans;

    HandlerDeadline(OrderHandler handler, HandlerConfig config, MessageSpans spans, MeterRegistry metrics) {
        this.spans = spans;
        this.returned = time(metrics, "returned");
        this.failed = time(metrics, "failed");
        this.handler = handler;
        this.timeout = config.timeout();
        this.clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "sluice-handler-deadline");
            thread.setDaemon(true);
            return thread;
        });
        this.clock.setRemoveOnCancelPolicy(true);
    }

    /**
     * Calls the handler on this thread, within a span of its own.
     *
     * @throws HandlerTimeoutException if it took too long, even if it then returned: what it left undone is not known
     * @throws Exception what the handler throws
     */
    void handle(ReceivedOrder order, Connection connection) throws Exception {
        long start = System.nanoTime();
        boolean done = false;
        Span span = spans.started("handle order");
        Scope scope = MessageSpans.current(span);
        try {
            handleInTime(order, connection);
            done = true;
        } catch (Throwable e) {
            MessageSpans.failed(span, e);
            throw e;
        } finally {
            scope.close();
            span.end();
            (done ? returned : failed).record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    private void handleInTime(ReceivedOrder order, Connection connection) throws Exception {
        Limit limit = new Limit(Thread.currentThread());
        var alarm = clock.schedule(limit::reached, timeout.toMillis(), TimeUnit.MILLISECONDS);
        try {
            handler.handle(order, connection);
        } catch (Exception e) {
            if (limit.end()) {
                throw new HandlerTimeoutException(timeout, e);
            }
            throw e;
        } finally {
            alarm.cancel(false);
            limit.end();
        }
        if (limit.end()) {
            throw new HandlerTimeoutException(timeout, null);
        }
    }

    private static Timer time(MeterRegistry metrics, String result) {
        return Timer.builder("sluice.handler.time")
                .description("What the handler takes, without the mark in the inbox and the commit")
                .tag("result", result)
                .serviceLevelObjectives(BUCKETS)
                .register(metrics);
    }

    @PreDestroy
    void close() {
        clock.shutdownNow();
    }

    /** Interrupts a thread once, and never after the work has ended: the thread has other work by then. */
    private static final class Limit {
        private final Thread worker;
        private boolean ended;
        private boolean reached;

        Limit(Thread worker) {
            this.worker = worker;
        }

        synchronized void reached() {
            if (!ended) {
                reached = true;
                worker.interrupt();
            }
        }

        /** The work has ended; whether it had been interrupted. Takes back an interrupt that nobody has noticed. */
        synchronized boolean end() {
            if (reached && !ended) {
                Thread.interrupted();
            }
            ended = true;
            return reached;
        }
    }
}
