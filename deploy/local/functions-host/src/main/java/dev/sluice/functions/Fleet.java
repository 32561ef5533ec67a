package dev.sluice.functions;

import dev.sluice.functions.Instance.Role;
import dev.sluice.functions.app.FunctionApp;
import dev.sluice.functions.handler.Handler;
import dev.sluice.functions.handler.HandlerRuntime;
import dev.sluice.functions.handler.HostLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** The instances of one app. */
final class Fleet {

    private final FunctionApp app;
    private final HandlerRuntime runtime;
    private final HostLog log;
    private final Duration grace;
    private final BiConsumer<Instance, String> onHostStop;
    private final List<Instance> instances = new CopyOnWriteArrayList<>();
    private final AtomicInteger lastId = new AtomicInteger();
    private final AtomicInteger turn = new AtomicInteger();

    Fleet(
            FunctionApp app,
            HandlerRuntime runtime,
            HostLog log,
            Duration grace,
            BiConsumer<Instance, String> onHostStop) {
        this.app = app;
        this.runtime = runtime;
        this.log = log;
        this.grace = grace;
        this.onHostStop = onHostStop;
    }

    /** Brings the fleet to these numbers; what goes is drained first, within the grace. */
    synchronized void resize(int active, int prewarmed) throws IOException {
        while (count(Role.ACTIVE) < active) {
            var warm = with(Role.PREWARMED);
            (warm.isEmpty() ? launch() : warm.get(0)).activate();
        }
        var working = with(Role.ACTIVE);
        // The youngest go first.
        working.subList(Math.min(active, working.size()), working.size()).forEach(this::retire);
        while (count(Role.PREWARMED) < prewarmed) {
            launch();
        }
        var warm = with(Role.PREWARMED);
        warm.subList(Math.min(prewarmed, warm.size()), warm.size()).forEach(this::remove);
    }

    int count(Role role) {
        return with(role).size();
    }

    List<Instance> all() {
        return List.copyOf(instances);
    }

    Optional<Instance> byId(String id) {
        return instances.stream().filter(instance -> instance.id().equals(id)).findFirst();
    }

    /** The next one in turn, one whose handler is ready if there is one. */
    Optional<Instance> next() {
        var active = with(Role.ACTIVE);
        var ready = active.stream()
                .filter(instance -> instance.handler().state() == Handler.State.READY)
                .toList();
        var eligible = ready.isEmpty() ? active : ready;
        return eligible.isEmpty()
                ? Optional.empty()
                : Optional.of(eligible.get(Math.floorMod(turn.getAndIncrement(), eligible.size())));
    }

    /** How many messages are with the handlers or not settled yet. */
    int inHand() {
        return instances.stream().mapToInt(Instance::inHand).sum();
    }

    /** Nothing new for any of them; completes when all that is in hand is done. */
    CompletableFuture<Void> drain() {
        return CompletableFuture.allOf(instances.stream().map(Instance::drain).toArray(CompletableFuture[]::new));
    }

    /** Kills an instance's handler for good and forgets it. */
    void remove(Instance instance) {
        if (instances.remove(instance)) {
            instance.close();
            log.line("instance %s is gone", instance.id());
        }
    }

    void close() {
        instances.forEach(this::remove);
    }

    private Instance launch() throws IOException {
        var id = "" + lastId.incrementAndGet();
        var instance = new Instance(id, app, runtime, log.of(app.name() + " " + id), onHostStop);
        instances.add(instance);
        try {
            instance.start();
        } catch (IOException | RuntimeException e) {
            instances.remove(instance);
            throw e;
        }
        return instance;
    }

    private void retire(Instance instance) {
        log.line("instance %s drains, %d messages in hand", instance.id(), instance.inHand());
        instance.drain().orTimeout(grace.toMillis(), TimeUnit.MILLISECONDS).whenCompleteAsync((done, late) -> {
            if (late != null) {
                log.line("instance %s: %d messages were not done in time", instance.id(), instance.inHand());
            }
            remove(instance);
        });
    }

    private List<Instance> with(Role role) {
        return instances.stream().filter(instance -> instance.role() == role).toList();
    }
}
