package dev.sluice.functions;

import dev.sluice.functions.handler.HandlerRuntime;
import dev.sluice.functions.handler.HostControl.InstanceStatus;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A stand-in for the Azure Functions host and for its plan, inside this JVM: function apps with a custom handler, their
 * HTTP functions on a port for each app, their Service Bus triggers, and as many instances as the plan allows.
 * Thread-safe.
 */
public final class FunctionsHost implements AutoCloseable {

    private final HandlerRuntime runtime;
    private final List<AppHost> apps;
    private final CompletableFuture<String> stopped;
    private boolean closed;

    FunctionsHost(HandlerRuntime runtime, List<AppHost> apps, CompletableFuture<String> stopped) {
        this.runtime = runtime;
        this.apps = apps;
        this.stopped = stopped;
    }

    /** Sets a host up. */
    public static FunctionsHostBuilder builder() {
        return new FunctionsHostBuilder();
    }

    /** The apps' names, in the order in which they were given. */
    public List<String> apps() {
        return apps.stream().map(AppHost::name).toList();
    }

    /**
     * The port of an app.
     *
     * @throws IllegalArgumentException if there is no such app
     */
    public int port(String app) {
        return app(app).port();
    }

    /** The instances of an app, with those that are prewarmed or drain. */
    public List<InstanceStatus> instances(String app) {
        return app(app).instances();
    }

    /** How many instances of an app take messages and requests. */
    public int activeInstances(String app) {
        return app(app).active();
    }

    /**
     * SIGKILL to the handler of an instance, for tests of what happens then: the host takes it for a failure.
     *
     * @param instance as in {@link InstanceStatus#id()}
     * @return false if there is no such instance any more
     */
    public boolean kill(String app, String instance) {
        return app(app).kill(instance);
    }

    /** Stops receiving for an app; {@code GET /admin/host/drain/status} says when it is done. */
    public void drain(String app) {
        app(app).drain();
    }

    /** Completes with the reason when the host is to end because of a handler that failed three times. */
    public CompletableFuture<String> stopped() {
        return stopped.copy();
    }

    /**
     * Takes nothing new, waits for what is in hand within the grace, then kills the handlers; leaves no process behind.
     * Does nothing the second time.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        // Side by side: the grace is one for all.
        var closing = apps.stream()
                .map(app -> CompletableFuture.runAsync(
                        app::close, task -> new Thread(task, "functions-host-close").start()))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(closing).join();
        runtime.close();
    }

    List<AppHost> hosted() {
        return apps;
    }

    private AppHost app(String name) {
        return apps.stream()
                .filter(app -> app.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no app '" + name + "', only " + apps()));
    }
}
