package dev.sluice.loadtest.scale;

import dev.sluice.loadtest.measure.Effects;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.ServiceProcess;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The consumers, each under a name by which the database tells it from the others. */
final class Consumers {
    private static final String NAME = "instance-";

    /** The name that the stack's first one has to be started with. */
    static final String FIRST = NAME + 1;

    private final LocalStack stack;
    private final Duration handlerTime;
    private final Map<String, ServiceProcess> byName = new LinkedHashMap<>();
    private volatile int working;

    /** The stack's first and only one, which works already; an order takes {@code handlerTime}. */
    Consumers(LocalStack stack, Duration handlerTime) {
        this.stack = stack;
        this.handlerTime = handlerTime;
        byName.put(FIRST, stack.consumers().get(0));
        working = 1;
    }

    /** Starts as many as lack for {@code count}, all at the same time; returns when they are ready, and at work. */
    void start(int count) throws InterruptedException {
        ExecutorService starters = Executors.newCachedThreadPool();
        try {
            Map<String, Future<ServiceProcess>> starting = new LinkedHashMap<>();
            for (int i = byName.size() + 1; i <= count; i++) {
                String name = NAME + i;
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

    /**
     * Lets the first {@code count} of them work, and stops the clock of the others (SIGSTOP). Those that go on do so one after
     * the other, within an order's time: at the same moment they would go on in step, and want the processors all at once.
     */
    void letWork(int count) throws InterruptedException {
        long apart = handlerTime.toNanos() / byName.size();
        int number = 0;
        for (ServiceProcess consumer : byName.values()) {
            if (number >= count) {
                consumer.pause();
            } else if (number >= working) {
                consumer.resume();
                TimeUnit.NANOSECONDS.sleep(apart);
            }
            number++;
        }
        working = count;
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
