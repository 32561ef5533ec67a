package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.emulator.broker.QueueOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The checks in {@code src/test/node}: what JavaScript's SDK does with the emulator. Skipped where there is no Node.js. */
class JavaScriptClientIT {

    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final Path FOLDER = Path.of("target", "node");
    private static final int MINUTES = 5;

    @BeforeAll
    static void install() throws Exception {
        require(answers("node", "--version") && answers("npm", "--version"), "node and npm are not installed");
        copySources();
        // Into the build folder, from the npm registry that the machine is set up with, or its cache.
        require(run("npm", "ci", "--prefer-offline").exitValue() == 0, "the npm modules can't be had here");
    }

    @Test
    void everyCheckIsGreen() throws Exception {
        try (var emulator = ServiceBusEmulator.builder()
                .adminPort(-1)
                .queue(QueueOptions.named("js-sessions").requiresSession(true))
                .queue(QueueOptions.named("js-next-session").requiresSession(true))
                // All other queues come when they are addressed.
                .autoCreate(true)
                .start()) {
            var process = start(emulator.connectionString(), "node", "--test", "checks/");
            assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
            var output = Files.readString(FOLDER.resolve("output.txt"));
            assertThat(process.exitValue()).as(output).isZero();
            assertThat(output)
                    .as("checks were found")
                    .containsPattern("# pass [1-9][0-9]")
                    .contains("# fail 0");
        }
    }

    private static void require(boolean available, String reason) {
        if (!"all".equals(System.getProperty("sluice.require"))) {
            assumeTrue(available, reason);
        }
        assertThat(available).as(reason).isTrue();
    }

    private static boolean answers(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    private static Process run(String... command) throws Exception {
        var process = start("", command);
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
        }
        return process;
    }

    private static Process start(String connectionString, String... command) throws IOException {
        var builder = new ProcessBuilder(command)
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(new File(FOLDER.toFile(), "output.txt"));
        builder.environment().put("SERVICEBUS_CONNECTION_STRING", connectionString);
        return builder.start();
    }

    private static void copySources() throws IOException {
        List<Path> files;
        try (var all = Files.walk(SOURCES)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        for (var file : files) {
            var target = FOLDER.resolve(SOURCES.relativize(file));
            Files.createDirectories(target.getParent());
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
