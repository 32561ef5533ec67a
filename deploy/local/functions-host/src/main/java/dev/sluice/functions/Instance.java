package dev.sluice.functions;

import dev.sluice.functions.app.FunctionApp;
import dev.sluice.functions.app.Trigger;
import dev.sluice.functions.handler.Handler;
import dev.sluice.functions.handler.HandlerRuntime;
import dev.sluice.functions.handler.HostControl.InstanceStatus;
import dev.sluice.functions.handler.HostLog;
import dev.sluice.functions.trigger.MessageListener;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** One handler with its triggers. A prewarmed one is started and receives nothing until it is activated. */
final class Instance implements AutoCloseable {

    /** What an instance is there for. */
    enum Role {
        PREWARMED,
        ACTIVE,
        DRAINING
    }

    private final String id;
    private final Handler handler;
    private final HostLog log;
    private final Map<String, MessageListener> listeners = new LinkedHashMap<>();
    private Role role = Role.PREWARMED;
    private boolean closed;

    /** @param onHostStop told when the handler's third failure stops the instance */
    Instance(String id, FunctionApp app, HandlerRuntime runtime, HostLog log, BiConsumer<Instance, String> onHostStop) {
        this.id = id;
        this.log = log;
        handler = new Handler(app, runtime, log, why -> onHostStop.accept(this, why));
        for (var function : app.enabled()) {
            if (function.trigger() instanceof Trigger.ServiceBus) {
                listeners.put(function.name(), MessageListener.of(app, function, handler, runtime.timers(), log));
            }
        }
    }

    void start() throws IOException {
        handler.start();
    }

    /** Receives from now on, as soon as the handler is ready. */
    synchronized void activate() {
        if (role == Role.PREWARMED) {
            role = Role.ACTIVE;
            log.line("active");
            handler.ready().thenRun(this::receive);
        }
    }

    private synchronized void receive() {
        if (role == Role.ACTIVE && !closed) {
            listeners.values().forEach(MessageListener::start);
        }
    }

    /** Takes no more messages and no more requests; completes when what it has is done. */
    CompletableFuture<Void> drain() {
        synchronized (this) {
            role = Role.DRAINING;
        }
        return CompletableFuture.allOf(
                listeners.values().stream().map(MessageListener::drain).toArray(CompletableFuture[]::new));
    }

    synchronized Role role() {
        return role;
    }

    String id() {
        return id;
    }

    Handler handler() {
        return handler;
    }

    /** The listener of a function, null if it has none. */
    MessageListener listener(String function) {
        return listeners.get(function);
    }

    int inHand() {
        return listeners.values().stream().mapToInt(MessageListener::inHand).sum();
    }

    InstanceStatus status() {
        return new InstanceStatus(
                id, role() == Role.ACTIVE ? handler.state().name() : role().name(), handler.pid(), handler.port());
    }

    /** Disconnects and kills the handler, without a grace. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        listeners.values().forEach(MessageListener::close);
        handler.close();
    }
}
