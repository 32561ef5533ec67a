package dev.sluice.loadtest.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.stack.ProjectHome;
import dev.sluice.stack.StackException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Gatling, in a process of its own; it ends with this one, whatever happens. */
final class Generator implements Offering, AutoCloseable {
    private static final String JAR = "loadtest/injector/target/injector.jar";
    private static final String HEADERS = "SLUICE_INJECTOR_HEADERS";
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final long GRACE_SECONDS = 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Server, List<URI>> servers;
    private final Path log;
    private final Process process;
    private final BufferedReader answers;
    private volatile Progress progress = new Progress(null, 0);

    /**
     * Starts it; nothing is offered yet.
     *
     * @param servers their root addresses; one that has several gets orders at each of them in turn
     * @param headers what every order has to carry besides, such as a key
     * @param tiered whether its JVM compiles in tiers; otherwise quickly rather than well
     * @param logs where its log goes
     * @throws StackException if it is not built
     */
    Generator(Map<Server, List<URI>> servers, Map<String, String> headers, boolean tiered, Path logs)
            throws IOException {
        this.servers = servers;
        this.log = logs.resolve("injector.log");
        Path jar = ProjectHome.find().directory().resolve(JAR);
        if (!Files.exists(jar)) {
            throw new StackException("the injector is not built: " + jar + " is missing (mvn package)");
        }
        ProcessBuilder builder = new ProcessBuilder(command(jar, tiered, logs)).redirectError(log.toFile());
        // Neither an argument, which every user of this machine can read, nor a file.
        builder.environment().put(HEADERS, JSON.writeValueAsString(headers));
        process = builder.start();
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    /**
     * How far the step is.
     *
     * @param server who is offered orders; null between the steps
     * @param accepted how many this one has accepted
     */
    record Progress(Server server, long accepted) {}

    @Override
    public Step offer(Server server, int rate, Duration settle, Duration length) {
        progress = new Progress(server, 0);
        try {
            String addresses = servers.get(server).stream()
                    .map(root -> root.resolve("/api/orders").toString())
                    .collect(Collectors.joining(","));
            String order = "%s %d %d %d\n"
                    .formatted(addresses, rate, settle.plus(length).toMillis(), settle.toMillis());
            process.getOutputStream().write(order.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            for (String line = answers.readLine(); line != null; line = answers.readLine()) {
                JsonNode numbers = JSON.readTree(line);
                if (numbers.has("seconds")) {
                    return new Step(server, rate, numbers(numbers));
                }
                progress = new Progress(server, numbers.path("accepted").asLong());
            }
            throw new StackException("the injector has ended, see " + log);
        } catch (IOException e) {
            throw new StackException("the injector has failed, see " + log + ": " + e, e);
        } finally {
            progress = new Progress(null, 0);
        }
    }

    /** How far it is. */
    Progress progress() {
        return progress;
    }

    /** Its process id. */
    long pid() {
        return process.pid();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        answers.close();
    }

    private static List<String> command(Path jar, boolean tiered, Path logs) {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            // Ctrl-C goes to every process of a terminal's foreground group, and the report wants this step's end.
            command.add(SETSID.toString());
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC"));
        if (!tiered) {
            // As the processes of the stack: in a short run there is no time to compile quickly and then well.
            command.add("-XX:TieredStopAtLevel=1");
        }
        // Gatling reads the inside of strings.
        command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        // It would leave a folder in the user's home.
        command.add("-Djava.util.prefs.userRoot=" + logs);
        // It would ask the internet for its latest release, and has no setting against that. Orders don't go by a
        // proxy.
        command.addAll(List.of("-Dhttps.proxyHost=127.0.0.1", "-Dhttps.proxyPort=1"));
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    private static Map<String, Double> numbers(JsonNode json) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        json.properties()
                .forEach(field -> numbers.put(field.getKey(), field.getValue().doubleValue()));
        return numbers;
    }
}
