package dev.sluice.functions;

import dev.sluice.functions.Instance.Role;
import dev.sluice.functions.app.FunctionApp;
import dev.sluice.functions.app.Trigger;
import dev.sluice.functions.handler.Handler;
import dev.sluice.functions.handler.HandlerRuntime;
import dev.sluice.functions.handler.HostControl;
import dev.sluice.functions.handler.HostLog;
import dev.sluice.functions.handler.HttpFront;
import dev.sluice.functions.handler.RouteTable;
import dev.sluice.functions.scale.FunctionLoad;
import dev.sluice.functions.scale.ScalePlan;
import dev.sluice.functions.scale.TargetScaler;
import dev.sluice.functions.trigger.Backlog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/** One app: its port, its instances, and their number. */
final class AppHost implements HostControl, AutoCloseable {

    /** A container that stopped is not started again at once. */
    private static final Duration REPLACE_AFTER = Duration.ofSeconds(5);

    private static final long LOOK_MILLIS = 20;

    private final FunctionApp app;
    private final ScalePlan plan;
    private final Duration grace;
    private final HostLog log;
    private final BiConsumer<String, String> onStop;
    private final Fleet fleet;
    private final HttpFront front;
    private final TargetScaler scaler;
    private final List<Backlog> backlogs = new ArrayList<>();
    private final ScheduledExecutorService scaling;
    private volatile CompletableFuture<Void> draining;
    private int port;
    private volatile int wanted;
    private volatile int warm;

    /**
     * @param plan null for a host as {@code func start} is one: a single instance, and its end is the host's
     * @param grace how long what is in hand may take when an instance goes
     * @param onStop told the app's name and why, when the host is to end
     */
    AppHost(
            FunctionApp app,
            ScalePlan plan,
            Duration grace,
            HandlerRuntime runtime,
            HostLog log,
            BiConsumer<String, String> onStop) {
        this.app = app;
        this.plan = plan;
        this.grace = grace;
        this.log = log;
        this.onStop = onStop;
        fleet = new Fleet(app, runtime, log, grace, this::stopped);
        front = new HttpFront(app, new RouteTable(app), runtime, this, log);
        scaler = plan == null ? null : new TargetScaler(plan);
        wanted = plan == null ? 1 : plan.min();
        scaling = Executors.newSingleThreadScheduledExecutor(task -> {
            var thread = new Thread(task, "functions-host-scale-" + app.name());
            thread.setDaemon(true);
            return thread;
        });
    }

    void start(String host, int requestedPort) throws IOException {
        port = front.listen(host, requestedPort);
        fleet.resize(wanted, 0);
        if (plan != null && plan.max() > plan.min()) {
            for (var function : app.enabled()) {
                if (function.trigger() instanceof Trigger.ServiceBus) {
                    backlogs.add(new Backlog(app, function, plan.max()));
                }
            }
            long tick = plan.tick().toMillis();
            scaling.scheduleWithFixedDelay(this::scale, tick, tick, TimeUnit.MILLISECONDS);
        }
    }

    String name() {
        return app.name();
    }

    int port() {
        return port;
    }

    FunctionApp app() {
        return app;
    }

    int active() {
        return fleet.count(Role.ACTIVE);
    }

    /** SIGKILL to an instance's handler; false if there is no such instance. */
    boolean kill(String instance) {
        var found = fleet.byId(instance);
        found.ifPresent(victim -> victim.handler().kill());
        return found.isPresent();
    }

    @Override
    public Optional<Handler> next() {
        return fleet.next().map(Instance::handler);
    }

    @Override
    public List<InstanceStatus> instances() {
        return fleet.all().stream().map(Instance::status).toList();
    }

    @Override
    public void drain() {
        log.line("drain: no more messages are taken");
        scaling.shutdownNow();
        draining = fleet.drain();
    }

    @Override
    public Drain drainState() {
        var drained = draining;
        if (drained == null) {
            return Drain.DISABLED;
        }
        return drained.isDone() ? Drain.COMPLETED : Drain.IN_PROGRESS;
    }

    @Override
    public boolean invoke(String function, String input) {
        var listener = fleet.next().map(instance -> instance.listener(function));
        listener.ifPresent(found -> found.invoke(input.getBytes(StandardCharsets.UTF_8)));
        return listener.isPresent();
    }

    @Override
    public void close() {
        scaling.shutdownNow();
        front.stopTaking();
        var end = Instant.now().plus(grace);
        try {
            fleet.drain().get(grace.toMillis(), TimeUnit.MILLISECONDS);
            while (front.outstanding() > 0 && Instant.now().isBefore(end)) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (TimeoutException | ExecutionException e) {
            log.line(
                    "not everything was done within %d s, %d messages were in hand and come back",
                    grace.toSeconds(), fleet.inHand());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        fleet.close();
        front.close();
        backlogs.forEach(Backlog::close);
    }

    private void scale() {
        try {
            var loads = new ArrayList<FunctionLoad>();
            for (var backlog : backlogs) {
                loads.add(backlog.measure());
            }
            var decision = scaler.decide(Instant.now(), fleet.count(Role.ACTIVE), loads);
            log.line("scale: %s", decision);
            wanted = decision.desired();
            warm = decision.prewarmed();
            fleet.resize(wanted, warm);
        } catch (IOException | RuntimeException e) {
            log.line("scale: nothing decided: %s", e.getMessage());
        }
    }

    /** The third failure of a handler: under a plan the platform puts a new instance in the place of the stopped one. */
    private void stopped(Instance instance, String why) {
        if (plan == null) {
            onStop.accept(app.name(), why);
            return;
        }
        try {
            scaling.execute(() -> fleet.remove(instance));
            scaling.schedule(this::replace, REPLACE_AFTER.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // Draining or closing: nothing takes its place.
        }
    }

    private void replace() {
        try {
            fleet.resize(Math.max(wanted, plan.min()), warm);
        } catch (IOException | RuntimeException e) {
            log.line("no instance could be put in the place of the stopped one: %s", e.getMessage());
        }
    }
}
