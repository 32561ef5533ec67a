package dev.sluice.stack;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Producer or one of the consumers in a process of its own, or the host that runs its handlers. */
public sealed class ServiceProcess permits HostedApp {
    static final String PROFILE = "local";

    /** Of the functions-host and the consumers, of which there may be many. */
    static final String HEAP = "-Xmx256m";

    /** When the bus or the processors can't keep up, producer holds thousands of connections, and collects all the time. */
    private static final String PRODUCER_HEAP = "-Xmx512m";

    private static final String HOST = "127.0.0.1";

    /** Longer than a service may take to drain. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final Supplier<ChildProcess> launcher;
    private final int port;
    private volatile ChildProcess process;

    /** Starts it; {@code launcher} does so, and again at each restart. */
    ServiceProcess(Supplier<ChildProcess> launcher, int port) {
        this.launcher = launcher;
        this.port = port;
        this.process = launcher.get();
    }

    /**
     * Starts a service; it is not ready when this returns.
     *
     * @param name for messages and its log
     * @param service {@code producer} or {@code consumer}
     * @param jvmOptions options of its JVM, if it has one
     * @param settings environment variables, in addition to profile and address
     */
    static ServiceProcess start(
            String name,
            ProjectHome home,
            String service,
            List<String> jvmOptions,
            Map<String, String> settings,
            Path logs) {
        Path runner = home.runner(service);
        int port = FreePort.next();
        Map<String, String> environment = new HashMap<>();
        environment.put("QUARKUS_PROFILE", PROFILE);
        environment.put("QUARKUS_HTTP_HOST", HOST);
        environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        environment.putAll(settings);
        if (!runner.toString().endsWith(".jar")) {
            return new ServiceProcess(
                    () -> ChildProcess.program(name, List.of(runner.toString(), heap(service)), environment, logs),
                    port);
        }
        Optional<Path> handler = home.archivedHandler(service);
        if (handler.isPresent()) {
            environment.put("JAVA_HOME", System.getProperty("java.home"));
            environment.putIfAbsent("JDK_JAVA_OPTIONS", heap(service) + " " + String.join(" ", jvmOptions));
            List<String> command = List.of(handler.get().toString());
            return new ServiceProcess(() -> ChildProcess.program(name, command, environment, logs), port);
        }
        List<String> arguments = new ArrayList<>(List.of(heap(service)));
        arguments.addAll(jvmOptions);
        arguments.addAll(List.of("-jar", runner.toString()));
        return new ServiceProcess(() -> ChildProcess.java(name, arguments, environment, logs), port);
    }

    /** The JVM's option for a service's heap. */
    static String heap(String service) {
        return service.equals("producer") ? PRODUCER_HEAP : HEAP;
    }

    /** Its name within the stack, such as {@code consumer-1}. */
    public String name() {
        return process.name();
    }

    /** Its root address. */
    public URI url() {
        return URI.create("http://" + HOST + ":" + port);
    }

    /** Its process id; another one after a restart. */
    public long pid() {
        return process.pid();
    }

    /** Whether its process runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * The processes that do its work: itself or, under a functions-host, the handlers that run now, prewarmed ones
     * included.
     *
     * @throws StackException if the host can't be asked
     */
    public List<Long> workers() {
        return List.of(pid());
    }

    void awaitReady(Readiness readiness) {
        readiness.await(process, url().resolve("/q/health/ready"));
    }

    /** Starts it again; it is not ready when this returns. */
    void restart() {
        if (process.isAlive()) {
            throw new StackException(name() + " still runs");
        }
        process = launcher.get();
    }

    /** Ends it as a power failure would (SIGKILL); returns when it is gone. */
    public void kill() {
        process.kill();
    }

    /** Lets it finish what it has begun (SIGTERM); returns when it is gone, which is enforced after 30 seconds. */
    public void stop() {
        terminate();
        awaitEnd();
    }

    /** Stops its clock (SIGSTOP) until {@link #resume}; a host's handlers go on. */
    public void pause() {
        process.pause();
    }

    /** Goes on after {@link #pause}. */
    public void resume() {
        process.resume();
    }

    void terminate() {
        process.terminate();
    }

    void awaitEnd() {
        process.awaitEndOrKill(GRACE);
    }

    ChildProcess process() {
        return process;
    }
}
