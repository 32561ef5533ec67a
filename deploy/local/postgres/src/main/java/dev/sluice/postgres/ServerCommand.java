package dev.sluice.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * How a server was started, read off its process, so that it can be started again: the embedded library starts none on
 * data that is there already.
 *
 * @param line the program and its arguments
 */
record ServerCommand(List<String> line) {
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PAUSE_MILLIS = 100;

    /** The command of a process that runs. */
    static ServerCommand of(long pid) {
        ProcessHandle.Info info = ProcessHandle.of(pid)
                .orElseThrow(() -> new IllegalStateException("PostgreSQL's process " + pid + " is gone"))
                .info();
        List<String> line = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            // As pg_ctl does: Ctrl-C in a terminal is not for the server.
            line.add(SETSID.toString());
        }
        if ("root".equals(System.getProperty("user.name"))) {
            // As the embedded library does: the server refuses to run as root.
            line.addAll(List.of("unshare", "-U"));
        }
        line.add(info.command().orElseThrow());
        line.addAll(List.of(info.arguments().orElseThrow()));
        return new ServerCommand(line);
    }

    /**
     * Starts the server and returns when it is ready.
     *
     * @param log gets what it prints, appended
     * @throws IOException if it can't be started, or is not ready in time; then no process is left
     */
    void start(Path log, BooleanSupplier ready) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Process server = launch(log);
        try {
            while (!ready.getAsBoolean()) {
                if (System.nanoTime() > deadline) {
                    server.destroyForcibly();
                    throw new IOException("it was not ready within " + PATIENCE + ", see " + log);
                }
                // While a last process of the killed server holds its shared memory, a new one gives up.
                if (server.waitFor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                    server = launch(log);
                }
            }
        } catch (InterruptedException e) {
            server.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private Process launch(Path log) throws IOException {
        Process server = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        server.getOutputStream().close();
        return server;
    }
}
