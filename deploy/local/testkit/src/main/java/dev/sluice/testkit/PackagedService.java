package dev.sluice.testkit;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A service as it is shipped, in a process of its own that a test starts, asks to stop and looks at. */
public final class PackagedService implements AutoCloseable {
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Path TARGET = Path.of("target");
    /** What Quarkus says that it has built. */
    private static final Path ARTIFACT = TARGET.resolve("quarkus-artifact.properties");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;

    private PackagedService(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts the service of the module that the test belongs to, in profile {@code local} on a free port, or on the one that
     * {@code FUNCTIONS_CUSTOMHANDLER_PORT} names where {@code environment} has that: the native binary if the build has made
     * one, else the jar.
     *
     * @param log where its output goes
     * @param environment its settings; those of this process that would configure it are left out
     */
    public static PackagedService start(Path log, Map<String, String> environment) throws IOException {
        return run(command(), log, local(environment));
    }

    /** Starts a function app's handler: in profile {@code prod}, and on the port that the environment gives. */
    static PackagedService handler(Path handler, Path log, Map<String, String> environment) throws IOException {
        return run(List.of(handler.toString()), log, environment);
    }

    private static List<String> command() throws IOException {
        Properties artifact = new Properties();
        try (Reader in = Files.newBufferedReader(ARTIFACT)) {
            artifact.load(in);
        }
        if (artifact.getProperty("type").equals("native")) {
            return List.of(TARGET.resolve(artifact.getProperty("path")).toString());
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(java, "-jar", JAR.toString());
    }

    private static PackagedService run(List<String> command, Path log, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment()
                .keySet()
                .removeIf(name ->
                        name.startsWith("SLUICE_") || name.startsWith("QUARKUS_") || name.startsWith("ServiceBus"));
        builder.environment().putAll(environment);
        return new PackagedService(builder.start(), log);
    }

    private static Map<String, String> local(Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>(environment);
        settings.putIfAbsent("QUARKUS_PROFILE", "local");
        if (!environment.containsKey("FUNCTIONS_CUSTOMHANDLER_PORT")) {
            settings.putIfAbsent("QUARKUS_HTTP_PORT", "0");
        }
        return settings;
    }

    /** Whether it has not ended yet. */
    public boolean isRunning() {
        return process.isAlive();
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
