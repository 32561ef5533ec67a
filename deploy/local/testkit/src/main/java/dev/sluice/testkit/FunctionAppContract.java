package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every function app's zip has to do, unpacked somewhere else and started as the Functions host starts it. Each service
 * extends it.
 */
public abstract class FunctionAppContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "c2VjcmV0";
    private static final Map<String, String> NOTHING_ANSWERS = Map.of(
            "SLUICE_SERVICEBUS_CONNECTION_STRING",
            "Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=a;SharedAccessKey=" + SECRET
                    + ";UseDevelopmentEmulator=true;",
            "QUARKUS_DATASOURCE_JDBC_URL",
            "jdbc:postgresql://127.0.0.1:1/nobody-listens");

    /** Where the zip is unpacked. */
    @TempDir
    protected Path directory;

    private UnpackedFunctionApp app;

    @BeforeEach
    void unpack() throws Exception {
        boolean available = UnpackedFunctionApp.canUnpack();
        if (!"all".equals(System.getProperty("sluice.require"))) {
            assumeTrue(available, "unzip is not installed");
        }
        assertThat(available).as("unzip is installed").isTrue();
        app = UnpackedFunctionApp.unpack(Path.of("target", "function-app.zip"), directory.resolve("elsewhere"));
    }

    @Test
    void holdsWhatTheHostNeedsAndNoLocalSettings() {
        assertThat(app.folder().resolve("host.json")).exists();
        assertThat(app.handler()).isExecutable();
        assertThat(app.folder().toFile().list())
                .noneMatch(name -> name.startsWith("local.settings"))
                .doesNotContain(".funcignore");
    }

    @Test
    void answersOnLoopbackOnlyAndEndsOnSigterm() throws Exception {
        try (PackagedService service = start(Map.of())) {
            awaitReady(service);
            assertThat(app.answersBeyondLoopback()).isFalse();
            service.terminate();

            assertThat(service.awaitEnd()).isEqualTo(143);
            assertThat(service.output()).doesNotContain(SECRET);
        }
    }

    @Test
    void takesItsClassArchive() throws Exception {
        onlyWhereThereIsAnArchive();
        try (PackagedService service = start(Map.of())) {
            await().atMost(PATIENCE).until(() -> service.output().contains("class archive"));
            assertThat(service.output()).containsPattern("class archive classes-\\S+ taken");
        }
    }

    @Test
    void saysThatItsClassArchiveIsRefused() throws Exception {
        onlyWhereThereIsAnArchive();
        Path jar = app.folder().resolve("app/quarkus-run.jar");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-02T00:00:00Z")));
        try (PackagedService service = start(Map.of())) {
            awaitReady(service);
            assertThat(service.output()).containsPattern("class archive classes-\\S+ refused");
        }
    }

    @Test
    void startsOnAJvmThatTheArchiveIsNotFor() throws Exception {
        onlyWhereThereIsAnArchive();
        Path other = UnpackedFunctionApp.anotherJvm(directory.resolve("jvm"));
        try (PackagedService service = start(Map.of("JAVA_HOME", other.toString()))) {
            awaitReady(service);
            assertThat(service.output()).contains("no class archive was made for Java 17.0.99-other");
        }
    }

    private void onlyWhereThereIsAnArchive() {
        assumeTrue(Files.isDirectory(app.folder().resolve("app")), "a native build has no class archive");
    }

    private void awaitReady(PackagedService service) throws InterruptedException {
        await().atMost(PATIENCE).until(() -> app.answers() || !service.isRunning());
        assertThat(app.answers()).isTrue();
    }

    private PackagedService start(Map<String, String> environment) throws IOException {
        return app.start(directory.resolve("log"), NOTHING_ANSWERS, environment);
    }
}
