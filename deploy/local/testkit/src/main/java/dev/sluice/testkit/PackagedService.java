package dev.sluice.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A service as it is shipped, in a process of its own that a test starts, asks to stop and looks at. */
public final class PackagedService implements AutoCloseable {
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;

    private PackagedService(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts the service of the module that the test belongs to, in profile {@code local} on a free port; on the port
     * that {@code FUNCTIONS_CUSTOMHANDLER_PORT} names where {@code environment} has that.
     *
     * @param log where its output goes
     * @param environment its settings; those of this process that would configure it are left out
     */
    public static PackagedService start(Path log, Map<String, String> environment) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        ProcessBuilder builder = new ProcessBuilder(java, "-jar", JAR.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment()
                .keySet()
                .removeIf(name ->
                        name.startsWith("SLUICE_") || name.startsWith("QUARKUS_") || name.startsWith("ServiceBus"));
        builder.environment().put("QUARKUS_PROFILE", "local");
        if (!environment.containsKey("FUNCTIONS_CUSTOMHANDLER_PORT")) {
            builder.environment().put("QUARKUS_HTTP_PORT", "0");
        }
        builder.environment().putAll(environment);
        return new PackagedService(builder.start(), log);
    }

    /** What it has printed so far. */
    public String output() throws IOException {
        return Files.readString(log);
    }

    /** Asks it to stop (SIGTERM). */
    public void terminate() {
        process.destroy();
    }

    /** Ends it at once (SIGKILL) and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /**
     * Waits for its end; returns the exit code.
     *
     * @throws TimeoutException if it does not end within a minute
     */
    public int awaitEnd() throws InterruptedException, TimeoutException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new TimeoutException("still running after " + PATIENCE);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
