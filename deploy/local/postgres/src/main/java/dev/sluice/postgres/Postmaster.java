package dev.sluice.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The server's main process, which {@code pg_ctl} detached from the one that this JVM started. */
record Postmaster(long pid) {
    private static final long GRACE_SECONDS = 10;

    /**
     * Reads the process id that the server leaves in its data directory.
     *
     * @throws IOException if there is no running server behind that directory
     */
    static Postmaster of(Path dataDirectory) throws IOException {
        Path file = dataDirectory.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            throw new IOException("PostgreSQL left no postmaster.pid: it did not start");
        }
        Postmaster postmaster =
                new Postmaster(Long.parseLong(Files.readAllLines(file).get(0).trim()));
        if (postmaster.handle().isEmpty()) {
            throw new IOException("PostgreSQL's process " + postmaster.pid() + " is gone");
        }
        return postmaster;
    }

    /** Returns when the process is gone; one that ignores its stop command is killed, and its children follow it. */
    void awaitExit() {
        ProcessHandle process = handle().orElse(null);
        if (process == null) {
            return;
        }
        if (!exitsWithin(process, GRACE_SECONDS)) {
            process.destroyForcibly();
            exitsWithin(process, GRACE_SECONDS);
        }
    }

    /** Ends the process at once; its children follow it. */
    void kill() {
        handle().ifPresent(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    private Optional<ProcessHandle> handle() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    }

    private static boolean exitsWithin(ProcessHandle process, long seconds) {
        try {
            process.onExit().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
