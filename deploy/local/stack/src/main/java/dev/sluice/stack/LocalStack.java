package dev.sluice.stack;

import dev.sluice.postgres.LocalPostgres;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/**
 * PostgreSQL, the emulator or two of them, one producer and N consumers, all on loopback and each in a process of its own, that live
 * until {@link #close()} or the end of this JVM. Under {@link Inlet#FUNCTIONS} two functions-hosts run the services, one
 * for producer and one for all consumers. Settings reach the services by environment only: arguments can be read
 * by every user of the machine.
 */
public final class LocalStack implements AutoCloseable {
    private static final String DATABASE_LOG = "postgres.log";

    private final LocalStackBuilder settings;
    private final Readiness readiness;
    private final int maxConsumers;
    private final Thread closer = new Thread(this::close, "stack-closer");
    private final List<ServiceProcess> producers = new CopyOnWriteArrayList<>();
    private final List<ServiceProcess> consumers = new CopyOnWriteArrayList<>();
    private volatile LocalPostgres postgres;
    private volatile Namespaces namespaces;
    private volatile OrphanGuard guard;
    private final FunctionKeys keys;
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile Thread starter;

    LocalStack(LocalStackBuilder settings) {
        this.settings = settings;
        this.readiness = new Readiness(settings.patience);
        this.maxConsumers = settings.mostConsumers() + settings.spareConsumers;
        this.keys = settings.keys ? FunctionKeys.random() : null;
    }

    /** How to start one; every setting has a default. */
    public static LocalStackBuilder builder() {
        return new LocalStackBuilder();
    }

    void start() {
        starter = Thread.currentThread();
        try {
            startAll();
        } finally {
            starter = null;
        }
    }

    private void startAll() {
        requireBuilt();
        if (settings.stopAtExit) {
            Runtime.getRuntime().addShutdownHook(closer);
        }
        Stopwatch watch = new Stopwatch(settings.progress);

        launchNamespaces();
        launchPostgres();
        watch.lap("PostgreSQL");
        for (EmulatorProcess emulator : namespaces.all()) {
            await(emulator.process(), emulator::awaitReady);
            watch.lap(emulator.name());
        }

        // One host has as many instances as there are consumers.
        int processes = isHosted() ? Math.min(settings.mostConsumers(), 1) : settings.consumers;
        for (int i = 0; i < processes; i++) {
            launchConsumer(Map.of());
        }
        ServiceProcess producer = launchProducer("producer", Map.of());
        for (ServiceProcess consumer : consumers) {
            awaitReady(consumer);
            watch.lap(consumer.name());
        }
        awaitReady(producer);
        watch.lap(producer.name());
    }

    /** Producer's root address. */
    public URI producerUrl() {
        return producer().url();
    }

    /** How orders come in. */
    public Inlet inlet() {
        return settings.inlet;
    }

    /** The keys of the function apps; empty where nobody asks for any. */
    public Optional<FunctionKeys> keys() {
        return Optional.ofNullable(keys);
    }

    /** The headers that a request for an order has to carry, wherever it goes; none where nobody asks for a key. */
    public Map<String, String> headers() {
        return keys == null ? Map.of() : FunctionKeys.header(keys.function());
    }

    /** Producer's process. */
    public ServiceProcess producer() {
        return producers.get(0);
    }

    /** The consumers in the order of their start, dead ones included; under a functions-host one for all of them. */
    public List<ServiceProcess> consumers() {
        return List.copyOf(consumers);
    }

    /** The emulator's process; with two namespaces, the primary one's. */
    public EmulatorProcess emulator() {
        return namespaces.primary();
    }

    /** The second namespace's process; empty where there is one namespace only. */
    public Optional<EmulatorProcess> secondEmulator() {
        return namespaces.secondary();
    }

    /**
     * All messages on the queues of orders, in whatever state, in all namespaces.
     *
     * @throws StackException if a namespace can't be asked
     */
    public long queued() {
        return namespaces.queued();
    }

    /** Connections to consumer's database. */
    public DataSource database() {
        return postgres.dataSource();
    }

    /** Where JDBC finds consumer's database. */
    public String jdbcUrl() {
        return postgres.jdbcUrl();
    }

    /** The process id of PostgreSQL's main process. */
    public long databasePid() {
        return postgres.pid();
    }

    /** Ends PostgreSQL at once (SIGKILL); returns when it is gone. What it has committed is there after a restart. */
    public void killDatabase() {
        postgres.kill();
    }

    /** Starts PostgreSQL again after {@link #killDatabase}; returns when it takes connections. */
    public synchronized void restartDatabase() {
        requireOpen();
        postgres.restart(settings.logs.resolve(DATABASE_LOG));
        ProcessHandle.of(postgres.pid()).ifPresent(guard::watch);
    }

    /** The directory with a log per process. */
    public Path logs() {
        return settings.logs;
    }

    /** How long a message stays locked by a consumer that was killed. */
    public Duration lockDuration() {
        return settings.lockDuration;
    }

    /**
     * One more consumer; returns when it is ready.
     *
     * @throws IllegalStateException under a functions-host, whose plan says how many there are
     * @throws StackException if it does not get ready
     */
    public ServiceProcess addConsumer() {
        return addConsumer(Map.of());
    }

    /**
     * One more consumer that is unlike the others; returns when it is ready.
     *
     * @param different environment variables that go before the others' settings
     * @throws IllegalStateException under a functions-host, whose plan says how many there are
     * @throws StackException if it does not get ready
     */
    public ServiceProcess addConsumer(Map<String, String> different) {
        if (isHosted()) {
            throw new IllegalStateException("the functions-host adds instances, by its plan: start with"
                    + " instances(min, max, tick), or with inlet(PROCESSOR)");
        }
        ServiceProcess consumer = launchConsumer(different);
        awaitReady(consumer);
        return consumer;
    }

    /**
     * One more producer on the same bus that is unlike the first; returns when it is ready.
     *
     * @param name for messages and its log
     * @param different environment variables that go before the first one's settings
     * @throws IllegalStateException under a functions-host, which runs one
     * @throws StackException if it does not get ready
     */
    public ServiceProcess addProducer(String name, Map<String, String> different) {
        if (isHosted()) {
            throw new IllegalStateException("a functions-host runs one producer: start with inlet(PROCESSOR)");
        }
        ServiceProcess added = launchProducer(name, different);
        awaitReady(added);
        return added;
    }

    /**
     * Starts a service again, as it was and on the same port, after {@link ServiceProcess#kill} or {@link
     * ServiceProcess#stop}; returns when it is ready.
     *
     * @throws StackException if it still runs, or does not get ready
     */
    public void restart(ServiceProcess service) {
        synchronized (this) {
            requireOpen();
            service.restart();
            watch(service.process());
        }
        awaitReady(service);
    }

    /** Stops everything in the order that loses no work, and kills what does not stop; no process is left. Idempotent. */
    @Override
    public void close() {
        boolean first = !closing.getAndSet(true);
        Thread starting = starter;
        if (first && starting != null && starting != Thread.currentThread()) {
            starting.interrupt();
        }
        // Whoever comes second waits here until all is stopped.
        synchronized (this) {
            if (first) {
                stopAll();
            }
        }
    }

    private void stopAll() {
        producers.forEach(ServiceProcess::stop);
        consumers.forEach(ServiceProcess::terminate);
        consumers.forEach(ServiceProcess::awaitEnd);
        if (namespaces != null) {
            namespaces.stop();
        }
        if (postgres != null) {
            postgres.close();
        }
        if (guard != null) {
            guard.close();
        }
        if (Thread.currentThread() != closer) {
            forgetCloser();
        }
    }

    private void forgetCloser() {
        try {
            Runtime.getRuntime().removeShutdownHook(closer);
        } catch (IllegalStateException theJvmIsEnding) {
            // Then the hook finds nothing left to do.
        }
    }

    // Whoever launches holds the lock, so that close() either sees a process or keeps it from being started.

    private synchronized void launchNamespaces() {
        requireOpen();
        guard = new OrphanGuard();
        namespaces = new Namespaces(settings, readiness, this::watch);
        namespaces.start();
    }

    private synchronized void launchPostgres() {
        requireOpen();
        try {
            postgres = LocalPostgres.builder()
                    .port(FreePort.next())
                    .log(settings.logs.resolve(DATABASE_LOG))
                    .stopAtExit(false)
                    .maxConnections(ServiceSettings.connections(maxConsumers))
                    .start();
            ProcessHandle.of(postgres.pid()).ifPresent(guard::watch);
        } catch (RuntimeException e) {
            throw closing.get()
                    ? new StackException("stopped while PostgreSQL was starting", e)
                    : new StackException(
                            "PostgreSQL can't be started: %s (see %s)".formatted(e.getMessage(), settings.logs), e);
        }
    }

    private synchronized ServiceProcess launchProducer(String name, Map<String, String> different) {
        requireOpen();
        // Where there is no consumer yet, nobody can answer either.
        URI status = consumers.isEmpty()
                ? URI.create("http://127.0.0.1")
                : consumers.get(0).url();
        Map<String, String> environment = ServiceSettings.producer(namespaces, status);
        environment.putAll(settings.producerSettings);
        environment.putAll(different);
        ServiceProcess launched = launch("producer", name, InstanceRange.fixed(1), environment);
        producers.add(launched);
        watch(launched.process());
        return launched;
    }

    private synchronized ServiceProcess launchConsumer(Map<String, String> different) {
        requireOpen();
        Map<String, String> environment =
                ServiceSettings.consumer(namespaces, postgres, settings.lockDuration, maxConsumers);
        if (isHosted()) {
            environment.putAll(ServiceSettings.triggers(namespaces));
        }
        environment.putAll(settings.consumerSettings);
        environment.putAll(different);
        InstanceRange instances = settings.instances == null
                ? InstanceRange.fixed(isHosted() ? settings.consumers : 1)
                : settings.instances;
        ServiceProcess consumer = launch("consumer", "consumer-" + (consumers.size() + 1), instances, environment);
        consumers.add(consumer);
        watch(consumer.process());
        return consumer;
    }

    private ServiceProcess launch(
            String service, String name, InstanceRange instances, Map<String, String> environment) {
        return isHosted()
                ? HostedApp.start(
                        service, settings.home, instances, settings.jvmOptions, environment, keys, settings.logs)
                : ServiceProcess.start(name, settings.home, service, settings.jvmOptions, environment, settings.logs);
    }

    private boolean isHosted() {
        return settings.inlet == Inlet.FUNCTIONS;
    }

    private void requireBuilt() {
        for (String service : List.of("producer", "consumer")) {
            if (isHosted()) {
                settings.home.functionApp(service);
                settings.home.functionsHost();
            } else {
                settings.home.runner(service);
            }
        }
    }

    private void awaitReady(ServiceProcess service) {
        await(service.process(), () -> service.awaitReady(readiness));
    }

    private void await(ChildProcess process, Runnable ready) {
        try {
            ready.run();
        } catch (StackException e) {
            // It ended because it was told to.
            throw closing.get() ? new StackException("stopped while " + process.name() + " was starting", e) : e;
        }
    }

    private void watch(ChildProcess process) {
        guard.watch(process.handle());
        process.endedByItself().thenAccept(code -> {
            if (!closing.get()) {
                settings.alarm.accept("%s (pid %d) ended with code %d, see %s"
                        .formatted(
                                process.name(), process.pid(), code, settings.logs.resolve(process.name() + ".log")));
            }
        });
    }

    private void requireOpen() {
        if (closing.get()) {
            throw new StackException("the stack is stopped");
        }
    }
}
