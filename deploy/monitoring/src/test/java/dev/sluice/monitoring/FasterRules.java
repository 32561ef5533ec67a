package dev.sluice.monitoring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files for Prometheus with a clock that runs sixty times faster: minutes become seconds, hours minutes. */
final class FasterRules {
    private FasterRules() {}

    /** Writes {@code prometheus.yml} and the rules below {@code directory}, with an empty directory for the targets. */
    static void copyTo(Path directory) throws IOException {
        Files.createDirectories(directory.resolve("rules"));
        Files.createDirectories(directory.resolve("targets"));
        for (String name : List.of("rules/recording.yml", "rules/alerts.yml")) {
            Files.writeString(directory.resolve(name), faster(Files.readString(Path.of(name))));
        }
        Files.writeString(
                directory.resolve("prometheus.yml"),
                Files.readString(Path.of("prometheus.yml")).replace(": 15s", ": 1s"));
    }

    /** An expression, or a file of them. */
    static String faster(String rules) {
        return rules.replaceAll("\\b([0-9]+)m\\b", "$1s")
                .replaceAll("\\b([0-9]+)h\\b", "$1m")
                .replace(" * 60", " * 1");
    }
}
