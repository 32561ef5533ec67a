package dev.sluice.functions.handler;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** What all apps of one host share: event loops, timers, and the guard over processes. */
public final class HandlerRuntime implements AutoCloseable {

    private static final int TIMER_THREADS = 2;
    private static final int CLOSE_SECONDS = 10;

    private final Vertx vertx;
    private final OrphanGuard guard = new OrphanGuard();
    private final ScheduledExecutorService timers;

    public HandlerRuntime() {
        // Nothing is read from the class path or cached on disk.
        var files = new io.vertx.core.file.FileSystemOptions()
                .setFileCachingEnabled(false)
                .setClassPathResolvingEnabled(false);
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(Math.max(2, Runtime.getRuntime().availableProcessors()))
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(files));
        timers = Executors.newScheduledThreadPool(TIMER_THREADS, task -> {
            var thread = new Thread(task, "functions-host-timer");
            thread.setDaemon(true);
            return thread;
        });
    }

    Vertx vertx() {
        return vertx;
    }

    OrphanGuard guard() {
        return guard;
    }

    /** For short work only. */
    public ScheduledExecutorService timers() {
        return timers;
    }

    @Override
    public void close() {
        timers.shutdownNow();
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            // Its threads are daemons of a process that ends.
        }
        guard.close();
    }
}
