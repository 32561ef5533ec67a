package dev.sluice.azure.scripts;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Programs that a test can't do without. */
public final class Tools {
    private Tools() {}

    /** Skips the test where one is missing; fails it with {@code -Dsluice.require=all}. */
    public static void require(String... names) {
        for (String name : names) {
            boolean found = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                    .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
            if ("all".equals(System.getProperty("sluice.require"))) {
                assertTrue(found, name + " is not installed");
            } else {
                assumeTrue(found, name + " is not installed");
            }
        }
    }
}
