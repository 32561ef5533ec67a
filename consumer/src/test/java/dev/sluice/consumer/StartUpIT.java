package dev.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application as a process: how it starts, refuses to start and ends. */
class StartUpIT {
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String BUS = "SLUICE_SERVICEBUS_CONNECTION_STRING";
    private static final String NAMESPACE = "SLUICE_SERVICEBUS_FULLY_QUALIFIED_NAMESPACE";
    private static final String SECRET = "c2VjcmV0";

    @TempDir
    Path directory;

    private Process process;

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void refusesToStartWithoutAServiceBus() throws Exception {
        assertRefused(Map.of(), "no Service Bus is configured");
    }

    @Test
    void refusesToStartWithTwoServiceBuses() throws Exception {
        assertRefused(Map.of(BUS, connectionString(1), NAMESPACE, "contoso.servicebus.windows.net"), "are both set");
    }

    @Test
    void refusesAMemoryThatIsShorterThanAMessagesLife() throws Exception {
        assertRefused(Map.of(BUS, connectionString(1), "SLUICE_INBOX_RETENTION", "P1D"), "sluice.inbox.retention");
    }

    @Test
    void refusesTransactionsThatOutliveTheLock() throws Exception {
        assertRefused(
                Map.of(BUS, connectionString(1), "SLUICE_INLET_LOCK_DURATION", "PT10S"),
                "sluice.database.statement-timeout");
    }

    /** The socket opens first: whatever is away may come later, and liveness must not depend on it. */
    @Test
    void startsWithoutServiceBusAndDatabaseAndEndsOnSigterm() throws Exception {
        Path log = start(Map.of(BUS, connectionString(nobodyListens())));
        await().atMost(PATIENCE).until(() -> Files.readString(log).contains("Listening on"));
        await().atMost(PATIENCE).until(() -> Files.readString(log).contains("database not usable"));
        process.destroy();

        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(Files.readString(log)).doesNotContain(SECRET);
    }

    private static int nobodyListens() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void assertRefused(Map<String, String> environment, String reason) throws Exception {
        Path log = start(environment);

        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readString(log)).contains(reason).doesNotContain("\tat ", "Listening on", SECRET);
    }

    private Path start(Map<String, String> environment) throws IOException {
        Path log = directory.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", JAR.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_") || name.startsWith("ServiceBus"));
        builder.environment().put("QUARKUS_PROFILE", "local");
        builder.environment().put("QUARKUS_HTTP_PORT", "0");
        builder.environment()
                .put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:" + nobodyListens() + "/x");
        builder.environment().put("QUARKUS_DATASOURCE_PASSWORD", SECRET);
        builder.environment().putAll(environment);
        process = builder.start();
        return log;
    }

    private static String connectionString(int port) {
        return "Endpoint=sb://127.0.0.1:%d;SharedAccessKeyName=a;SharedAccessKey=%s;UseDevelopmentEmulator=true;"
                .formatted(port, SECRET);
    }
}
