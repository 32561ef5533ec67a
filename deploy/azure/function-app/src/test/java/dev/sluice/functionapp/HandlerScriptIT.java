package dev.sluice.functionapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the launcher finds a JVM and what it tells it; the JVM is a script that prints its arguments. */
class HandlerScriptIT {
    @TempDir
    Path directory;

    private Path home;

    @BeforeEach
    void pack() throws IOException {
        home = directory.resolve("java home");
        Files.createDirectories(directory.resolve("app"));
        Handler.launcher(directory);
    }

    @Test
    void passesTheExitCodeOn() throws Exception {
        jvm("17.0.15", "17.0.15+6", "exit 42");
        assertThat(run().code()).isEqualTo(42);
    }

    @Test
    void isReplacedByTheJvm() throws Exception {
        jvm("17.0.15", "17.0.15+6", "echo pid $$");
        Process process = start(Map.of("JAVA_HOME", home.toString()), List.of());
        process.waitFor(1, TimeUnit.MINUTES);
        assertThat(text(process)).contains("pid " + process.pid());
    }

    @Test
    void startsWithoutAnArchiveWhereThereIsNoneForThisJvm() throws Exception {
        jvm("17.0.15", "17.0.15+6", "echo \"$@\"");
        Files.createFile(directory.resolve("app/classes-17.0.16+1.jsa"));
        Result result = run();
        assertThat(result.output())
                .contains("no class archive was made for Java 17.0.15+6")
                .contains("-jar quarkus-run.jar")
                .doesNotContain("SharedArchiveFile");
    }

    @ParameterizedTest
    @CsvSource({
        "17.0.15, 17.0.15+6-Debian-1, classes-17.0.15+6-Debian-1.jsa, -XX:SharedArchiveFile=",
        "21.0.5,  21.0.5+11-LTS,      classes-21.0.5+11-LTS.jsa,      -XX:SharedArchiveFile=",
        "25,      25+36-LTS,          classes-25+36-LTS.aot,          -XX:AOTCache=",
        "25.0.3,  25.0.3+9-LTS,       classes-25.0.3+9-LTS.aot,       -XX:AOTCache=",
    })
    void offersTheArchiveThatThisJvmMade(String version, String runtime, String archive, String option)
            throws Exception {
        jvm(version, runtime, "echo \"$@\"");
        Files.createFile(directory.resolve("app").resolve(archive));
        Result result = run();
        assertThat(result.output())
                .contains(option + archive, "-Dsluice.class-archive=" + archive)
                .doesNotContain("no class archive");
    }

    @Test
    void makesAnArchive() throws Exception {
        jvm("17.0.15", "17.0.15+6", "echo \"$@\"");
        assertThat(run("--make-archive").output()).contains("-XX:ArchiveClassesAtExit=classes-17.0.15+6.jsa");
        jvm("25.0.3", "25.0.3+9", "echo \"$@\"");
        assertThat(run("--make-archive").output()).contains("-XX:AOTCacheOutput=classes-25.0.3+9.aot");
    }

    @ParameterizedTest
    @CsvSource({"16.0.2", "11.0.20", "1.8.0_292"})
    void refusesAJvmThatIsTooOld(String version) throws Exception {
        jvm(version, version, "echo started");
        Result result = run();
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.output())
                .contains("is Java " + version + ", but the service needs Java 17 or later")
                .doesNotContain("started");
    }

    @Test
    void asksAJvmThatHasNoReleaseFile() throws Exception {
        jvm("11.0.20", "", "echo 'openjdk version \"11.0.20\" 2023-07-18'");
        Files.delete(home.resolve("release"));
        Result result = run();
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.output()).contains("is Java 11.0.20, but");
    }

    @Test
    void saysThatJavaHomeHoldsNoJava() throws Exception {
        Result result = run();
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.output()).contains("there is no java in JAVA_HOME");
    }

    @Test
    void saysThatThereIsNoJavaAtAll() throws Exception {
        Path tools = Files.createDirectory(directory.resolve("tools"));
        Files.createSymbolicLink(tools.resolve("dirname"), found("dirname"));
        Process process = start(Map.of("PATH", tools.toString()), List.of());
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(text(process)).contains("there is no java: install Java 17 or later");
    }

    @Test
    void shellcheckFindsNothing() throws Exception {
        boolean available = onPath("shellcheck").findAny().isPresent();
        if (!"all".equals(System.getProperty("sluice.require"))) {
            assumeTrue(available, "shellcheck is not installed");
        }
        assertThat(available).as("shellcheck is installed").isTrue();
        Process process = new ProcessBuilder(
                        "shellcheck", directory.resolve(Handler.NAME).toString())
                .redirectErrorStream(true)
                .start();
        assertThat(text(process)).isEmpty();
    }

    private void jvm(String version, String runtime, String line) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(
                home.resolve("release"),
                "JAVA_RUNTIME_VERSION=\"%s\"\nJAVA_VERSION=\"%s\"\nMODULES=\"a b\"\n".formatted(runtime, version));
        Files.writeString(home.resolve("bin/java"), "#!/bin/sh\n" + line + "\n");
        assertThat(home.resolve("bin/java").toFile().setExecutable(true)).isTrue();
    }

    private Result run(String... arguments) throws Exception {
        Process process = start(Map.of("JAVA_HOME", home.toString()), List.of(arguments));
        String output = text(process);
        return new Result(process.waitFor(), output);
    }

    private Process start(Map<String, String> environment, List<String> arguments) throws IOException {
        List<String> command = Stream.concat(
                        Stream.of(directory.resolve(Handler.NAME).toString()), arguments.stream())
                .toList();
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(new File("/"));
        builder.environment().keySet().removeIf(name -> name.startsWith("JAVA_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static String text(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Path found(String tool) {
        return onPath(tool).findFirst().orElseThrow();
    }

    private static Stream<Path> onPath(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable);
    }

    private record Result(int code, String output) {}
}
