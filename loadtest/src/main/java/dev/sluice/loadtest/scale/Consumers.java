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
    private volatile int working;

    Consumers(LocalStack stack) {
        this.stack = stack;
    }

    /** Starts so many, all at the same time; returns when they are ready. */
    void start(int count) throws InterruptedException {
        ExecutorService starters = Executors.newCachedThreadPool();
        try {
            Map<String, Future<ServiceProcess>> starting = new LinkedHashMap<>();
            for (int i = 1; i <= count; i++) {
                String name = "instance-" + i;
                starting.put(name, starters.submit(() -> stack.addConsumer(Map.of(Effects.NAME_SETTING, name))));
            }
            for (Map.Entry<String, Future<ServiceProcess>> each : starting.entrySet()) {
                byName.put(each.getKey(), each.getValue().get());
            }
            working = count;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException why ? why : new IllegalStateException(e.getCause());
        } finally {
            starters.shutdownNow();
        }
    }

    /** Lets the first {@code count} of them work, and stops the clock of the others (SIGSTOP). */
    void letWork(int count) {
        working = count;
        int number = 0;
        for (ServiceProcess consumer : byName.values()) {
            if (number++ < count) {
                consumer.resume();
            } else {
                consumer.pause();
            }
        }
    }

    /** The names of those that work. */
    List<String> names() {
        return byName.keySet().stream().limit(working).toList();
    }

    /** Their process ids, in the same order. */
    List<Long> pids() {
        return byName.values().stream().limit(working).map(ServiceProcess::pid).toList();
    }

    /** How many work. */
    int working() {
        return working;
    }
}
