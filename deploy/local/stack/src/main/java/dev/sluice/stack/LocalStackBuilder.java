package dev.sluice.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Settings of a {@link LocalStack}, and its start. */
public final class LocalStackBuilder {
    private static final Duration SHORTEST_LOCK = Duration.ofSeconds(5);

    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS");

    ProjectHome home;
    Path logs;
    Inlet inlet = Inlet.FUNCTIONS;
    boolean keys;
    int consumers = 2;
    int spareConsumers = 8;
    InstanceRange instances;
    Duration lockDuration = Duration.ofMinutes(1);
    boolean duplicateDetection = true;
    boolean stopAtExit = true;
    boolean durable;
    boolean secondNamespace;
    List<String> jvmOptions = List.of("-XX:TieredStopAtLevel=1", "-XX:CompileThresholdScaling=0.1", "-XX:+UseSerialGC");
    List<String> emulatorOptions = List.of();
    Duration patience = Duration.ofSeconds(90);
    final Map<String, String> producerSettings = new LinkedHashMap<>();
    final Map<String, String> consumerSettings = new LinkedHashMap<>();
    Consumer<String> progress = line -> {};
    Consumer<String> alarm = line -> {};

    LocalStackBuilder() {}

    /** How orders reach the consumers; under a functions-host by default. */
    public LocalStackBuilder inlet(Inlet inlet) {
        this.inlet = inlet;
        return this;
    }

    /** Whether the functions-host asks callers for keys, as in Azure; without, as with {@code func start}, for none. */
    public LocalStackBuilder keys(boolean asked) {
        this.keys = asked;
        return this;
    }

    /** How many consumers to start with; 2 by default, none is allowed. */
    public LocalStackBuilder consumers(int consumers) {
        this.consumers = consumers;
        this.instances = null;
        return this;
    }

    /** How many may be added to those of the start, so that the database has room for them; 8 by default. */
    public LocalStackBuilder spareConsumers(int spare) {
        this.spareConsumers = spare;
        return this;
    }

    /**
     * Has the functions-host decide how many consumers there are, by what waits for them.
     *
     * @param min always there, 1 to 20
     * @param max the most, {@code min} to 100
     * @param tick how often is decided, in whole seconds
     */
    public LocalStackBuilder instances(int min, int max, Duration tick) {
        this.instances = new InstanceRange(min, max, tick);
        return this;
    }

    /** The project's root; found by {@link ProjectHome#find} by default. */
    public LocalStackBuilder home(Path home) {
        this.home = new ProjectHome(home);
        return this;
    }

    /** The directory that the processes' logs go to; by default a new one below this module's {@code target}. */
    public LocalStackBuilder logs(Path logs) {
        this.logs = logs;
        return this;
    }

    /**
     * How long a message stays locked by a consumer that does not renew it: the time after which the messages of a killed
     * consumer come back. One minute by default, five seconds at least.
     */
    public LocalStackBuilder lockDuration(Duration lockDuration) {
        if (lockDuration.compareTo(SHORTEST_LOCK) < 0) {
            throw new IllegalArgumentException("the lock duration must be at least " + SHORTEST_LOCK);
        }
        this.lockDuration = lockDuration;
        return this;
    }

    /**
     * Whether the bus drops a message that it has seen before, as it does by default. Without, every repeat reaches a
     * consumer.
     */
    public LocalStackBuilder duplicateDetection(boolean duplicateDetection) {
        this.duplicateDetection = duplicateDetection;
        return this;
    }

    /**
     * Has the bus keep its messages on disk, beside the logs: what it has acknowledged survives {@link
     * EmulatorProcess#kill()} and is there after {@link EmulatorProcess#restart()}. Without, it holds them in memory.
     */
    public LocalStackBuilder durable() {
        this.durable = true;
        return this;
    }

    /**
     * Adds a second namespace, as in a second region: producer turns to it when the first one fails, and every consumer
     * receives from both. The database stays one.
     */
    public LocalStackBuilder secondNamespace() {
        this.secondNamespace = true;
        return this;
    }

    /**
     * Options of every child JVM. By default they compile quickly rather than well, and a method when it is called for the 20th
     * time rather than the 200th: on two cores, the first 5,000 orders are through more than twice as fast. A long benchmark may
     * want the opposite.
     */
    public LocalStackBuilder jvmOptions(String... options) {
        this.jvmOptions = List.of(options);
        return this;
    }

    /** Further options of the emulator's JVM alone, such as another size of a generation; none by default. */
    public LocalStackBuilder emulatorOptions(String... options) {
        this.emulatorOptions = List.of(options);
        return this;
    }

    /** How long each process may take to get ready; 90 seconds by default. */
    public LocalStackBuilder patience(Duration patience) {
        this.patience = patience;
        return this;
    }

    /** One more environment variable of producer. */
    public LocalStackBuilder producerSetting(String name, String value) {
        producerSettings.put(name, value);
        return this;
    }

    /** One more environment variable of every consumer. */
    public LocalStackBuilder consumerSetting(String name, String value) {
        consumerSettings.put(name, value);
        return this;
    }

    /**
     * Whether the end of this JVM stops the stack, which is the default. Switch it off where something is still to be asked
     * of it then, and close it yourself; a JVM that dies without a chance to do so takes it along in any case.
     */
    public LocalStackBuilder stopAtExit(boolean stopAtExit) {
        this.stopAtExit = stopAtExit;
        return this;
    }

    /** Gets a line for every step of the start and the stop. */
    public LocalStackBuilder progress(Consumer<String> progress) {
        this.progress = progress;
        return this;
    }

    /** Gets a line when a process ends that nobody here has stopped or killed. */
    public LocalStackBuilder alarm(Consumer<String> alarm) {
        this.alarm = alarm;
        return this;
    }

    /**
     * Starts everything and returns when all of it serves.
     *
     * @throws IllegalArgumentException if instances are to be added and removed without a functions-host
     * @throws StackException if a process ends early or is not ready in time; what was started is stopped
     */
    public LocalStack start() {
        if (keys && inlet != Inlet.FUNCTIONS) {
            throw new IllegalArgumentException("keys are the functions-host's: they need the inlet FUNCTIONS");
        }
        if (instances != null && inlet != Inlet.FUNCTIONS) {
            throw new IllegalArgumentException("only under the functions-host does the number of consumers vary");
        }
        if (home == null) {
            home = ProjectHome.find();
        }
        try {
            logs = Files.createDirectories(logs == null ? newLogs() : logs);
        } catch (IOException e) {
            throw new StackException("no directory for the logs: " + e, e);
        }
        LocalStack stack = new LocalStack(this);
        try {
            stack.start();
            return stack;
        } catch (RuntimeException e) {
            stack.close();
            throw e;
        }
    }

    /** How many consumers there may be without anybody's adding one. */
    int mostConsumers() {
        return instances == null ? consumers : instances.max();
    }

    private Path newLogs() {
        String name =
                NAME.format(LocalDateTime.now()) + "-" + ProcessHandle.current().pid();
        return home.directory().resolve("deploy/local/stack/target/logs").resolve(name);
    }
}
