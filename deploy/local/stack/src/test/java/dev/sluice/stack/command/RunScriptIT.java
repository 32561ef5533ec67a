package dev.sluice.stack.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.stack.ProjectHome;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code run.sh} does before anything is started. */
class RunScriptIT {
    private static final Path SCRIPT = ProjectHome.find().directory().resolve("deploy/local/run.sh");

    /** Comes first on PATH. */
    @TempDir
    Path tools;

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void helps(String option) throws Exception {
        Result result = run(option);
        assertThat(result.code()).isZero();
        assertThat(result.output())
                .contains("run.sh demo [--orders 1000] [--consumers 2] [--json FILE] [--namespaces 1] [INLET]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "dev", "dev nonsense"})
    void refusesWhatItDoesNotKnow(String arguments) throws Exception {
        Result result = run(arguments.isEmpty() ? new String[0] : arguments.split(" "));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.output()).contains("run.sh demo");
    }

    @ParameterizedTest
    @CsvSource({"3.6.3", "3.8.5", "2.9.9", "3.8"})
    void namesTheMavenThatItFoundAndTheOneThatItNeeds(String version) throws Exception {
        tool("mvn", "echo 'Apache Maven " + version + "'");
        Result result = run("dev", "producer");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.output()).contains("Maven 3.8.6 or later is needed, but mvn is version " + version + ".");
    }

    @ParameterizedTest
    @CsvSource({"1.8", "11", "16"})
    void namesTheJdkThatItFoundAndTheOneThatItNeeds(String version) throws Exception {
        tool("java", "echo '    java.specification.version = " + version + "' >&2");
        Result result = run("demo");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.output()).contains("JDK 17 or later is needed, but java is version " + version + ".");
    }

    @Test
    void aJavaRuntimeWithoutCompilerWillNotDo() throws Exception {
        tool("java", "echo '    java.specification.version = 21' >&2");
        Result result = runWithPath(tools + File.pathSeparator + withoutJdk());
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.output()).contains("JRE without compiler");
    }

    @Test
    void shellcheckHasNothingToSay() throws Exception {
        boolean available = run(List.of("bash", "-c", "command -v shellcheck"), System.getenv("PATH"))
                        .code()
                == 0;
        if (!"all".equals(System.getProperty("sluice.require"))) {
            assumeTrue(available, "shellcheck is not installed");
        }
        assertThat(available).as("shellcheck is installed").isTrue();
        Path parked = SCRIPT.resolveSibling("parked.sh");
        Result result = run(List.of("shellcheck", SCRIPT.toString(), parked.toString()), System.getenv("PATH"));
        assertThat(result.output()).isEmpty();
    }

    private void tool(String name, String line) throws IOException {
        executable(tools.resolve(name), line);
    }

    private static void executable(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** A directory with what the script needs of a system, and no JDK. */
    private String withoutJdk() throws IOException {
        Path directory = Files.createDirectory(tools.resolve("system"));
        for (String name : List.of("bash", "dirname", "sed", "sh", "cat")) {
            Path command = Stream.of("/usr/bin", "/bin")
                    .map(bin -> Path.of(bin, name))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow();
            executable(directory.resolve(name), "exec " + command + " \"$@\"");
        }
        return directory.toString();
    }

    private Result run(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", SCRIPT.toString()));
        command.addAll(List.of(arguments));
        return run(command, tools + File.pathSeparator + System.getenv("PATH"));
    }

    private Result runWithPath(String path) throws Exception {
        return run(List.of("bash", SCRIPT.toString(), "demo"), path);
    }

    private static Result run(List<String> command, String path) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", path);
        builder.environment().remove("JAVA_HOME");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), output);
    }

    private record Result(int code, String output) {}
}
