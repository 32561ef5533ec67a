package dev.sluice.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;

/** A service as a function app, under a functions-host of its own: the process is the host's, the work its handlers'. */
final class HostedApp extends ServiceProcess {
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);
    private static final long GONE_SECONDS = 5;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ANSWER_TIMEOUT).build();
    private final AtomicReference<HostSettingsFile> file;
    private final FunctionKeys keys;
    private volatile List<ProcessHandle> family = List.of();

    private HostedApp(
            Supplier<ChildProcess> launcher, int port, AtomicReference<HostSettingsFile> file, FunctionKeys keys) {
        super(launcher, port);
        this.file = file;
        this.keys = keys;
    }

    /**
     * Starts a host; the app is not ready when this returns.
     *
     * @param service the app, and the name for messages and the log
     * @param jvmOptions options of every JVM, the host's and the handlers'
     * @param settings the app settings, in addition to the profile
     */
    static HostedApp start(
            String service,
            ProjectHome home,
            InstanceRange instances,
            List<String> jvmOptions,
            Map<String, String> settings,
            FunctionKeys keys,
            Path logs) {
        Map<String, String> values = new HashMap<>();
        values.put("QUARKUS_PROFILE", PROFILE);
        values.put("JDK_JAVA_OPTIONS", heap(service) + " " + String.join(" ", jvmOptions));
        values.putAll(settings);
        int port = FreePort.next();
        Path jar = home.functionsHost();
        Path app = home.functionApp(service);
        // For the handlers, which find their JVM by it.
        Map<String, String> environment = Map.of("JAVA_HOME", System.getProperty("java.home"));
        AtomicReference<HostSettingsFile> current = new AtomicReference<>();
        Supplier<ChildProcess> launcher = () -> {
            HostSettingsFile file = HostSettingsFile.write(logs, values, keys);
            current.set(file);
            List<String> arguments = new ArrayList<>(List.of(HEAP));
            arguments.addAll(jvmOptions);
            arguments.addAll(
                    List.of("-jar", jar.toString(), "--settings", file.path().toString()));
            arguments.addAll(List.of("--app", app.toString(), "--port", Integer.toString(port)));
            arguments.addAll(instances.options());
            try {
                return ChildProcess.java(service, arguments, environment, logs);
            } catch (StackException e) {
                file.delete();
                throw e;
            }
        };
        return new HostedApp(launcher, port, current, keys);
    }

    @Override
    void awaitReady(Readiness readiness) {
        try {
            super.awaitReady(readiness);
        } finally {
            // The host has read it, or never will.
            file.get().delete();
        }
    }

    @Override
    public List<Long> workers() {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url().resolve("/admin/host/status")).timeout(ANSWER_TIMEOUT);
        if (keys != null) {
            FunctionKeys.header(keys.admin()).forEach(request::header);
        }
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new StackException(
                        "the host of " + name() + " tells nothing of its instances: status " + answer.statusCode());
            }
            return StreamSupport.stream(
                            JSON.readTree(answer.body()).path("instances").spliterator(), false)
                    .map((JsonNode instance) -> instance.path("pid").asLong())
                    // Between two processes an instance has none.
                    .filter(pid -> pid > 0)
                    .toList();
        } catch (IOException e) {
            throw new StackException("the host of " + name() + " can't be asked for its instances: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted while asking the host of " + name(), e);
        }
    }

    @Override
    public void kill() {
        family = process().descendants();
        super.kill();
        awaitFamily();
    }

    @Override
    void terminate() {
        family = process().descendants();
        super.terminate();
    }

    @Override
    void awaitEnd() {
        super.awaitEnd();
        awaitFamily();
        file.get().delete();
    }

    /** The host, or a guard that outlives it, kills the handlers; this takes a moment. */
    private void awaitFamily() {
        for (ProcessHandle each : family) {
            each.onExit()
                    .completeOnTimeout(each, GONE_SECONDS, TimeUnit.SECONDS)
                    .join();
        }
    }
}
