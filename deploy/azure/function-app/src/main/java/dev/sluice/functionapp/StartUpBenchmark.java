package dev.sluice.functionapp;

import dev.sluice.functionapp.HandlerRun.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/**
 * How long a handler takes from being started to its first answer, with and without a class archive, on each of several
 * JVMs: all in one run, in interleaved rounds, because only the ratios mean anything on a machine that is not quiet.
 */
public final class StartUpBenchmark {
    private static final int ROUNDS = 7;
    private static final double MEGABYTE = 1024 * 1024;

    private StartUpBenchmark() {}

    /**
     * Prints medians and ratios.
     *
     * @param arguments the module's folder; Java homes, separated by commas, or nothing for this process's JVM only; then the
     *     training's requests
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path target = Path.of(arguments[0]).resolve("target");
        List<Request> requests =
                Arrays.stream(arguments).skip(2).map(Request::parse).toList();
        Path folder = target.resolve("start-up-benchmark");
        FileTree.delete(folder);
        List<Variant> variants = new ArrayList<>();
        for (String home : (System.getProperty("java.home") + "," + arguments[1]).split(",")) {
            if (!home.isBlank()) {
                variants.addAll(pair(target.resolve("function-app"), folder, home.trim(), requests));
            }
        }
        Map<Variant, List<Start>> starts = new LinkedHashMap<>();
        for (int round = 0; round <= ROUNDS; round++) {
            for (Variant variant : variants) {
                Start start = start(variant, folder.resolve("log"));
                if (round > 0) { // The first round reads files from disk.
                    starts.computeIfAbsent(variant, none -> new ArrayList<>()).add(start);
                }
            }
        }
        print(starts);
        FileTree.delete(folder);
    }

    private record Variant(String jvm, boolean archived, Path app, String home) {}

    private record Start(double milliseconds, double megabytes) {}

    private static List<Variant> pair(Path packed, Path folder, String home, List<Request> requests)
            throws IOException, InterruptedException {
        String jvm = version(home);
        Path plain = copy(packed, folder.resolve(jvm + "-plain"));
        Path archived = copy(packed, folder.resolve(jvm + "-archived"));
        Training.run(archived, home, requests);
        return List.of(new Variant(jvm, false, plain, home), new Variant(jvm, true, archived, home));
    }

    private static Path copy(Path packed, Path app) throws IOException {
        FileTree.copy(packed, app);
        Files.setPosixFilePermissions(app.resolve(Handler.NAME), Handler.MODE);
        for (Path archive : Training.archives(app)) {
            Files.delete(archive);
        }
        FileTree.setTimes(app);
        return app;
    }

    private static String version(String home) throws IOException {
        Properties release = new Properties();
        try (var in = Files.newBufferedReader(Path.of(home, "release"))) {
            release.load(in);
        }
        return release.getProperty("JAVA_VERSION").replace("\"", "");
    }

    private static Start start(Variant variant, Path log) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        try (HandlerRun handler = HandlerRun.start(variant.app(), variant.home(), log)) {
            handler.awaitReady();
            double milliseconds = (System.nanoTime() - begin) / 1e6;
            double megabytes = handler.residentBytes() / MEGABYTE;
            handler.stop();
            if (variant.archived() && !Files.readString(log).contains(" taken")) {
                throw new IOException("the class archive of Java " + variant.jvm() + " was not taken: see " + log);
            }
            return new Start(milliseconds, megabytes);
        }
    }

    private static void print(Map<Variant, List<Start>> starts) {
        System.out.printf("%nFrom start to the first answer; median (range) of %d interleaved rounds%n", ROUNDS);
        Map<String, Double> plain = new LinkedHashMap<>();
        starts.forEach((variant, rounds) -> {
            double[] times =
                    rounds.stream().mapToDouble(Start::milliseconds).sorted().toArray();
            double[] sizes =
                    rounds.stream().mapToDouble(Start::megabytes).sorted().toArray();
            double median = times[ROUNDS / 2];
            plain.putIfAbsent(variant.jvm(), median);
            System.out.printf(
                    Locale.ROOT,
                    "Java %-9s %-13s %6.0f ms (%.0f to %.0f)  %4.0f MB  %.2f x plain%n",
                    variant.jvm(),
                    variant.archived() ? "class archive" : "plain",
                    median,
                    times[0],
                    times[ROUNDS - 1],
                    sizes[ROUNDS / 2],
                    median / plain.get(variant.jvm()));
        });
    }
}
