package dev.sluice.loadtest.scale;

import dev.sluice.loadtest.measure.Effects;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.ServiceProcess;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The consumers, each under a name by which the database tells it from the others. */
final class Consumers {
    private final LocalStack stack;
    private final Map<String, ServiceProcess> byName = new LinkedHashMap<>();

    Consumers(LocalStack stack) {
        this.stack = stack;
    }

    /** Adds as many as are missing, all at the same time; returns when they are ready. */
    void growTo(int count) throws InterruptedException {
        ExecutorService starters = Executors.newCachedThreadPool();
        try {
            Map<String, Future<ServiceProcess>> starting = new LinkedHashMap<>();
            for (int i = byName.size() + 1; i <= count; i++) {
                String name = "instance-" + i;
                starting.put(name, starters.submit(() -> stack.addConsumer(Map.of(Effects.NAME_SETTING, name))));
            }
            for (Map.Entry<String, Future<ServiceProcess>> each : starting.entrySet()) {
                byName.put(each.getKey(), each.getValue().get());
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : new IllegalStateException(e.getCause());
        } finally {
            starters.shutdownNow();
        }
    }

    /** Stops the clock of those that run. */
    void pause() {
        byName.values().forEach(ServiceProcess::pause);
    }

    /** Lets all go on. */
    void resume() {
        byName.values().forEach(ServiceProcess::resume);
    }

    /** Their names, in the order of their start. */
    List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** Their process ids, in the same order. */
    List<Long> pids() {
        return byName.values().stream().map(ServiceProcess::pid).toList();
    }

    /** How many run. */
    int running() {
        return (int) stack.consumers().stream().filter(ServiceProcess::isAlive).count();
    }
}
