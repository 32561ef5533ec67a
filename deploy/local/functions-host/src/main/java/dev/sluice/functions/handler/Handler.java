package dev.sluice.functions.handler;

import dev.sluice.functions.app.FunctionApp;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The custom handler of one instance: one process after the other, kept as the host keeps it. Thread-safe.
 *
 * @see <a href="https://github.com/Azure/azure-functions-host">azure-functions-host</a>, {@code HttpWorkerChannel},
 *     {@code HttpFunctionInvocationDispatcher} and {@code WorkerProcess}
 */
public final class Handler implements AutoCloseable {

    private static final long POLL_MILLIS = 25;
    private static final int INTENTIONAL_RESTART = 200;
    private static final long NOTICE_MILLIS = 1000;

    /** Where a handler stands. */
    public enum State {
        /** The process runs, its port does not answer yet. */
        STARTING,
        /** Invocations are passed on. */
        READY,
        /** The process has exited with code 0 and is never started again: every call fails. */
        EXITED,
        /** The host has stopped: the third failure, or closed. */
        STOPPED
    }

    private final FunctionApp app;
    private final HandlerRuntime runtime;
    private final HostLog log;
    private final Consumer<String> onHostStop;
    private final Strikes strikes = new Strikes();
    private final HandlerConnection connection;
    private final String workerId = UUID.randomUUID().toString();

    private HandlerProcess process;
    private CompletableFuture<Void> noticed;
    private CompletableFuture<HandlerConnection> ready = new CompletableFuture<>();
    private State state = State.STARTING;
    private Instant startedAt;

    /** @param onHostStop told why, once, when the third failure stops the host; not when it is closed */
    public Handler(FunctionApp app, HandlerRuntime runtime, HostLog log, Consumer<String> onHostStop) {
        this.app = app;
        this.runtime = runtime;
        this.log = log;
        this.onHostStop = onHostStop;
        var fixed = app.options().handler().port();
        // Chosen once: the port stays the same when the process is restarted.
        this.connection = new HandlerConnection(runtime.vertx(), fixed > 0 ? fixed : FreePort.find());
    }

    /**
     * Starts the first process.
     *
     * @throws IOException if it can't be started at all
     */
    public synchronized void start() throws IOException {
        launch();
    }

    public synchronized State state() {
        return state;
    }

    /** The process that runs or ran last; -1 before the first. */
    public synchronized long pid() {
        return process == null ? -1 : process.pid();
    }

    /** Where its processes listen, on loopback; one after the other on the same port. */
    public int port() {
        return connection.port();
    }

    /** Completes when the port answers; exceptionally when that won't happen any more. */
    public synchronized CompletableFuture<?> ready() {
        return ready;
    }

    /** The connection, as soon as the handler is ready; the caller must not complete it. */
    synchronized CompletableFuture<HandlerConnection> connected() {
        if (state == State.EXITED) {
            return CompletableFuture.failedFuture(new InvocationFailedException(
                    "the handler has exited with code 0 and is never restarted (exit non-zero on every stop)"));
        }
        return ready;
    }

    /**
     * Invokes a function; waits for a handler that is starting. Fails with {@link InvocationFailedException}. A timeout
     * kills the handler and starts it again, and with it all its invocations fail.
     */
    public CompletableFuture<InvocationAnswer> invoke(Invocation invocation) {
        var result = new CompletableFuture<InvocationAnswer>();
        connected().whenComplete((connected, unready) -> {
            if (unready != null) {
                result.completeExceptionally(failure(unready));
                return;
            }
            expire(invocation, result);
            var exit = noticed();
            connected.post(invocation).onComplete(answered -> {
                if (answered.failed()) {
                    fail(result, failure(answered.cause()), exit);
                } else if (answered.result().isPresent()) {
                    result.complete(answered.result().get());
                } else {
                    log.line(
                            "%s: the handler answered nothing (204, no body or null): the host waits until functionTimeout."
                                    + " Always send {\"Outputs\":{},\"Logs\":[],\"ReturnValue\":null}",
                            invocation.function());
                }
            });
        });
        return result;
    }

    /** SIGKILL from outside, for tests of what happens then; the host takes it for a failure of the handler. */
    public void kill() {
        HandlerProcess victim;
        synchronized (this) {
            victim = process;
        }
        log.line("handler %d: killed on request", victim.pid());
        victim.kill();
    }

    /** SIGKILL, as at scale-in and stop: no SIGTERM comes first. */
    @Override
    public void close() {
        HandlerProcess last;
        synchronized (this) {
            last = process;
            state = State.STOPPED;
            ready.completeExceptionally(new InvocationFailedException("the host is stopping"));
        }
        if (last != null) {
            last.kill();
        }
        connection.close();
    }

    private void launch() throws IOException {
        process = HandlerProcess.start(app, workerId, connection.port(), runtime.guard(), line -> log.line("%s", line));
        startedAt = Instant.now();
        if (ready.isDone()) {
            ready = new CompletableFuture<>();
        }
        state = State.STARTING;
        log.line("handler %d: started on port %d", process.pid(), connection.port());
        var launched = process;
        noticed = launched.exit().thenAccept(code -> exited(launched, code));
        poll(launched, Instant.now().plus(app.options().handler().initializationTimeout()));
    }

    private void poll(HandlerProcess polled, Instant deadline) {
        long left = Duration.between(Instant.now(), deadline).toMillis();
        if (left <= 0) {
            failed(polled, "was not ready within " + app.options().handler().initializationTimeout());
            return;
        }
        connection.answers(left).onSuccess(answered -> {
            if (!isCurrent(polled, State.STARTING)) {
                return;
            }
            if (answered) {
                becomeReady(polled);
            } else {
                later(() -> poll(polled, deadline), POLL_MILLIS);
            }
        });
    }

    private void becomeReady(HandlerProcess answering) {
        CompletableFuture<HandlerConnection> waiting;
        synchronized (this) {
            if (!isCurrent(answering, State.STARTING)) {
                return;
            }
            state = State.READY;
            waiting = ready;
            answering.noteChildren();
            log.line(
                    "handler %d: ready after %d ms",
                    answering.pid(), Duration.between(startedAt, Instant.now()).toMillis());
        }
        waiting.complete(connection);
    }

    private void exited(HandlerProcess ended, int code) {
        if (code == 0) {
            exitedWithoutError(ended);
        } else if (code == INTENTIONAL_RESTART) {
            replace(ended, "exited with code 200, an intended restart", false);
        } else {
            failed(ended, "exited with code " + code);
        }
    }

    private synchronized void exitedWithoutError(HandlerProcess ended) {
        if (isCurrent(ended, State.READY)) {
            state = State.EXITED;
            log.line(
                    "handler %d: exited with code 0: it is never restarted, every call fails from now on", ended.pid());
        } else if (isCurrent(ended, State.STARTING)) {
            log.line(
                    "handler %d: exited with code 0 before it was ready: waiting for initializationTimeout",
                    ended.pid());
        }
    }

    private void failed(HandlerProcess failed, String why) {
        replace(failed, why, true);
    }

    private void replace(HandlerProcess old, String why, boolean counts) {
        String stop = null;
        synchronized (this) {
            if (old != process || state == State.STOPPED) {
                return;
            }
            log.line("handler %d: %s", old.pid(), why);
            old.kill();
            if (counts && strikes.add(Instant.now())) {
                stop = "the handler failed " + strikes.count() + " times, last: " + why;
            } else {
                try {
                    launch();
                } catch (IOException e) {
                    stop = "the handler can't be started again: " + e.getMessage();
                }
            }
            if (stop != null) {
                state = State.STOPPED;
            }
        }
        if (stop != null) {
            log.line("the host stops: %s", stop);
            current().completeExceptionally(new InvocationFailedException("the host has stopped: " + stop));
            onHostStop.accept(stop);
        }
    }

    /**
     * A connection that breaks is the first sign of a dead process. Were the invocation to fail at once, the message would be
     * handed to it again and again until its end is noticed, for here no network slows its return down.
     */
    private static void fail(
            CompletableFuture<?> result, InvocationFailedException failure, CompletableFuture<Void> exit) {
        if (failure.getCause() == null) {
            result.completeExceptionally(failure);
            return;
        }
        exit.copy()
                .completeOnTimeout(null, NOTICE_MILLIS, TimeUnit.MILLISECONDS)
                .whenComplete((done, unexpected) -> result.completeExceptionally(failure));
    }

    private synchronized CompletableFuture<Void> noticed() {
        return noticed;
    }

    private void expire(Invocation invocation, CompletableFuture<?> result) {
        var timeout = app.options().functionTimeout();
        HandlerProcess invoked;
        synchronized (this) {
            invoked = process;
        }
        if (timeout == null) {
            return;
        }
        var timer = later(
                () -> {
                    if (result.completeExceptionally(new InvocationFailedException(
                            "Timeout value of " + timeout + " was exceeded by function " + invocation.function()))) {
                        replace(
                                invoked,
                                "killed and restarted, functionTimeout is over in " + invocation.function(),
                                false);
                    }
                },
                timeout.toMillis());
        result.whenComplete((answer, failure) -> timer.cancel(false));
    }

    private java.util.concurrent.Future<?> later(Runnable task, long millis) {
        ScheduledExecutorService timers = runtime.timers();
        try {
            return timers.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The host is closing.
            return CompletableFuture.completedFuture(null);
        }
    }

    private synchronized boolean isCurrent(HandlerProcess other, State expected) {
        return other == process && state == expected;
    }

    private synchronized CompletableFuture<HandlerConnection> current() {
        // While stopped nothing replaces it.
        if (ready.isDone()) {
            ready = new CompletableFuture<>();
        }
        return ready;
    }

    private static InvocationFailedException failure(Throwable cause) {
        var bare = cause instanceof java.util.concurrent.CompletionException && cause.getCause() != null
                ? cause.getCause()
                : cause;
        return bare instanceof InvocationFailedException failed
                ? failed
                : new InvocationFailedException("the handler could not be called: " + bare.getMessage(), bare);
    }
}
