package dev.sluice.loadtest.fault;

import dev.sluice.loadtest.RunControl;
import dev.sluice.stack.Inlet;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.ServiceProcess;
import dev.sluice.stack.ledger.Audit;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The running system as faults see it: what there is to be broken, and who is chosen. */
public final class Target implements AutoCloseable {
    /** How long the system may take for anything, on a machine that does other things too. */
    public static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final long POLL_MILLIS = 20;

    private final LocalStack stack;
    private final Audit audit;
    private final Random random;
    private final RunControl control;
    private final BusFaults bus;
    private final Map<ServiceProcess, CompletableFuture<Void>> restarting = new ConcurrentHashMap<>();

    /** Chooses by {@code random}, so that a run can be repeated. */
    public Target(LocalStack stack, Audit audit, Random random, RunControl control) {
        this.stack = stack;
        this.audit = audit;
        this.random = random;
        this.control = control;
        this.bus = new BusFaults(stack.emulator().adminUrl());
    }

    LocalStack stack() {
        return stack;
    }

    Random random() {
        return random;
    }

    BusFaults bus() {
        return bus;
    }

    boolean isHosted() {
        return stack.inlet() == Inlet.FUNCTIONS;
    }

    /** Waits for so long, or until the run is stopped. */
    void hold(Duration length) throws InterruptedException {
        control.pause(length);
    }

    boolean isStopped() {
        return control.isStopped();
    }

    /** How many orders have come out at the other end. */
    public long through() throws SQLException {
        return audit.through();
    }

    /** Chooses a consumer that serves; with the functions-host it is the host of all of them. */
    ServiceProcess someConsumer() throws Exception {
        return some(() -> stack.consumers().stream()
                .filter(consumer -> consumer.isAlive() && !restarting.containsKey(consumer))
                .toList());
    }

    /** Chooses one of the processes that do a service's work under the functions-host. */
    ProcessHandle someHandler(ServiceProcess host) throws Exception {
        return some(() -> host.workers().stream()
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .filter(ProcessHandle::isAlive)
                .toList());
    }

    /** Starts a service again that was killed, while others go on. */
    void restartMeanwhile(ServiceProcess service) {
        CompletableFuture<Void> ready = new CompletableFuture<>();
        restarting.put(service, ready);
        CompletableFuture.runAsync(() -> stack.restart(service)).whenComplete((done, failure) -> {
            if (failure == null) {
                restarting.remove(service);
                ready.complete(null);
            } else {
                ready.completeExceptionally(failure);
            }
        });
    }

    /** Returns when everything that was killed serves again. */
    public void awaitRestarts() throws Exception {
        for (CompletableFuture<Void> each : List.copyOf(restarting.values())) {
            each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** How many services run that should. */
    public int instances() {
        return isHosted()
                ? stack.consumers().get(0).workers().size()
                : (int) stack.consumers().stream()
                        .filter(ServiceProcess::isAlive)
                        .count();
    }

    /**
     * Returns when the condition holds, or the run is stopped.
     *
     * @throws IllegalStateException if it does not hold in time
     */
    public void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("waited in vain for " + PATIENCE.toSeconds() + " s: " + what);
            }
            control.pause(Duration.ofMillis(POLL_MILLIS));
            if (control.isStopped()) {
                return;
            }
        }
    }

    private <T> T some(Callable<List<T>> choice) throws Exception {
        List<T> found = new ArrayList<>();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (found.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("there is nobody to strike");
            }
            found.addAll(choice.call());
            if (found.isEmpty()) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        }
        return found.get(random.nextInt(found.size()));
    }

    /** Ends what still waits for restarts; the stack itself is somebody else's. */
    @Override
    public void close() {
        restarting.values().forEach(each -> each.cancel(true));
    }
}
