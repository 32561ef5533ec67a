package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every package for Azure Functions' own Java worker has to hold (profile azure-java-worker). */
public abstract class JavaWorkerPackageContract {
    private static final Path PACKAGES = Path.of("target", "java-worker", "azure-functions");

    /** The package's folder. */
    protected final Path folder() throws IOException {
        try (Stream<Path> found = Files.list(PACKAGES)) {
            return found.findFirst().orElseThrow();
        }
    }

    @Test
    void hasOurHostFileAndNotTheExtensionsOwn() throws IOException {
        assertThat(Files.readString(folder().resolve("host.json")))
                .contains("[4.*, 5.0.0)", "\"routePrefix\": \"\"")
                .doesNotContain("customHandler");
    }

    @Test
    void forwardsHttpToTheSamePathsAndRunsItsOwnJar() throws IOException {
        String function = Files.readString(folder().resolve("QuarkusHttp").resolve("function.json"));
        assertThat(function).contains("\"httpTrigger\"", "\"{*path}\"");
        String jar = function.replaceAll("(?s).*\"scriptFile\"\\s*:\\s*\"\\.\\./([^\"]+)\".*", "$1");
        assertThat(folder().resolve(jar)).exists();
        assertThat(folder().resolve("lib").toFile().list())
                .anyMatch(name -> name.contains("sluice-common"))
                .as("the worker brings its own")
                .noneMatch(name -> name.contains("azure-functions-java-library"));
    }
}
