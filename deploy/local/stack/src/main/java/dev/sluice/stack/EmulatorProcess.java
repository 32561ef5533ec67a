package dev.sluice.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.emulator.EmulatorCommand;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One namespace: a Service Bus emulator in a process of its own, on ports that stay the same when it is started again. It
 * can be killed, stopped, paused and started again at any time.
 */
public final class EmulatorProcess {
    private static final String HOST = "127.0.0.1";
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER_TIMEOUT).build();
    private final int port = FreePort.next();
    private final int adminPort = FreePort.next();
    private final String name;
    private final Path config;
    private final LocalStackBuilder settings;
    private final Readiness readiness;
    private final Consumer<ChildProcess> started;
    private volatile ChildProcess process;

    /**
     * Not started yet.
     *
     * @param name for messages, its log and its data
     * @param config its queues, in the official emulator's format
     * @param started gets every process that is started for it
     */
    EmulatorProcess(
            String name, Path config, LocalStackBuilder settings, Readiness readiness, Consumer<ChildProcess> started) {
        this.name = name;
        this.config = config;
        this.settings = settings;
        this.readiness = readiness;
        this.started = started;
    }

    /** Starts it; what an earlier process held is gone, unless it is durable. */
    void start() {
        List<String> arguments = new ArrayList<>(List.of("-Xmx1g"));
        arguments.addAll(settings.jvmOptions);
        arguments.addAll(settings.emulatorOptions);
        arguments.addAll(List.of("-cp", System.getProperty("java.class.path"), EmulatorCommand.class.getName()));
        arguments.addAll(List.of("--config", config.toString(), "--host", HOST));
        arguments.addAll(List.of("--port", Integer.toString(port), "--admin-port", Integer.toString(adminPort)));
        if (settings.durable) {
            arguments.addAll(
                    List.of("--data", settings.logs.resolve(name + "-data").toString()));
        }
        process = ChildProcess.java(name, arguments, Map.of(), settings.logs);
        started.accept(process);
    }

    void awaitReady() {
        readiness.await(process, adminUrl().resolve("/health"));
    }

    ChildProcess process() {
        return process;
    }

    /** What a client needs to connect; the emulator takes any key. */
    public String connectionString() {
        return "Endpoint=sb://" + HOST + ":" + port
                + ";SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=SAS_KEY_VALUE"
                + ";UseDevelopmentEmulator=true;";
    }

    /** The AMQP port on loopback. */
    public int port() {
        return port;
    }

    /** The address of {@code /health} and {@code /entities}. */
    public URI adminUrl() {
        return URI.create("http://" + HOST + ":" + adminPort);
    }

    /** Its process id; another one after a restart. */
    public long pid() {
        return process.pid();
    }

    /** Its name within the stack: {@code emulator} or {@code emulator-secondary}. */
    public String name() {
        return name;
    }

    /** Ends it at once (SIGKILL); returns when it is gone, and with it every message, unless it is durable. */
    public void kill() {
        process.kill();
    }

    /** Ends it in an orderly way (SIGTERM); returns when it is gone, and with it every message, unless it is durable. */
    public void stop() {
        if (process != null) {
            process.terminate();
            process.awaitEndOrKill(GRACE);
        }
    }

    /** Stops its clock (SIGSTOP): connections stay open, and nothing is answered until {@link #resume}. */
    public void pause() {
        process.pause();
    }

    /** Goes on after {@link #pause}. */
    public void resume() {
        process.resume();
    }

    /**
     * Starts it on the same ports after {@link #kill} or {@link #stop}; returns when it serves.
     *
     * @throws StackException if it still runs, or does not get ready
     */
    public void restart() {
        if (process.isAlive()) {
            throw new StackException("the emulator still runs");
        }
        start();
        awaitReady();
    }

    /**
     * All messages on the queues of orders, in whatever state.
     *
     * @throws StackException if it can't be asked
     */
    public long queued() {
        try {
            HttpResponse<byte[]> answer = http.send(
                    HttpRequest.newBuilder(adminUrl().resolve("/entities"))
                            .timeout(ANSWER_TIMEOUT)
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            long messages = 0;
            for (JsonNode entity : JSON.readTree(answer.body())) {
                // Subqueues, where they are listed, are in their queue's deadLettered already.
                if (!entity.path("name").asText().contains("/")) {
                    for (JsonNode count : entity.path("counts")) {
                        messages += count.asLong();
                    }
                }
            }
            return messages;
        } catch (IOException e) {
            throw new StackException("the emulator can't be asked for its counts: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while asking the emulator", e);
        }
    }
}
