package dev.sluice.monitoring;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs that a test can't do without. */
final class Programs {
    /** What a program said, and its exit code. */
    record Result(int exitCode, String text) {}

    private Programs() {}

    /** Skips the test where one is missing; fails it with {@code -Dsluice.require=all}. */
    static void require(String... names) {
        for (String name : names) {
            boolean found = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                    .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
            String missing = name + " is not installed: apt-get install prometheus";
            if ("all".equals(System.getProperty("sluice.require"))) {
                assertTrue(found, missing);
            } else {
                assumeTrue(found, missing);
            }
        }
    }

    /** Runs one to its end, which must come within a minute. */
    static Result run(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("sluice-program", ".txt");
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException(command[0] + " does not end");
            }
            return new Result(process.exitValue(), Files.readString(output));
        } finally {
            Files.delete(output);
        }
    }
}
