package dev.sluice.injector;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gatling.app.Gatling$;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Entry point of {@code injector.jar}. Takes lines of addresses, rate, milliseconds and how many of these are to settle; answers each with JSON objects, one a
 * line: {@code accepted} alone each second, then everything. Ends when no more lines come, also because whoever would write them has died.
 * Headers that every order has to carry are a JSON object in the environment variable {@value #HEADERS}: there they can't be read
 * by other users of the machine, nor do they get into a log.
 */
public final class Injector {
    static final String HEADERS = "SLUICE_INJECTOR_HEADERS";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Gatling makes its simulation itself, so what that is to do stands here. */
    private static volatile Load current;

    private Injector() {}

    /** Runs it. @param arguments none */
    public static void main(String[] arguments) throws IOException {
        // Whatever libraries print must not come between the answers.
        PrintStream answers = System.out;
        System.setOut(System.err);
        Path folder = Files.createTempDirectory("sluice-injector");
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
        });
        clock.scheduleAtFixedRate(() -> progress(answers), 1, 1, TimeUnit.SECONDS);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answer(answers, run(Load.parse(line), folder));
            }
        } finally {
            delete(folder);
        }
        // Gatling's threads don't end with its run.
        System.exit(0);
    }

    /** What is to be done now. */
    static Load current() {
        return current;
    }

    /** The headers that every order has to carry besides, such as a key. */
    static Map<String, String> headers() {
        try {
            return JSON.readValue(
                    System.getenv().getOrDefault(HEADERS, "{}"), new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            // Without its cause, which quotes what it could not read.
            throw new IllegalStateException(HEADERS + " is no JSON object of texts");
        }
    }

    private static Map<String, Number> run(Load load, Path folder) {
        current = load;
        try {
            int code = Gatling$.MODULE$.fromArgs(new String[] {
                "--simulation", OrderSimulation.class.getName(), "--results-folder", folder.toString(), "--no-reports"
            });
            if (code != 0) {
                throw new IllegalStateException("Gatling ended with code " + code);
            }
            return load.tally().result();
        } finally {
            current = null;
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }

    private static void progress(PrintStream answers) {
        Load load = current;
        if (load != null) {
            answer(answers, Map.of(Tally.ACCEPTED, load.tally().accepted()));
        }
    }

    private static void answer(PrintStream answers, Map<String, Number> numbers) {
        try {
            answers.println(JSON.writeValueAsString(numbers));
            answers.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
