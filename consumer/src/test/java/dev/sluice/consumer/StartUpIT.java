package dev.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testkit.PackagedService;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged application as a process: how it starts, refuses to start and ends. */
class StartUpIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String BUS = "SLUICE_SERVICEBUS_CONNECTION_STRING";
    private static final String NAMESPACE = "SLUICE_SERVICEBUS_FULLY_QUALIFIED_NAMESPACE";
    private static final String SECRET = "c2VjcmV0";
    private static final String NOBODY_LISTENS = "Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=a;SharedAccessKey="
            + SECRET + ";UseDevelopmentEmulator=true;";

    @TempDir
    Path directory;

    @Test
    void refusesToStartWithoutAServiceBus() throws Exception {
        assertRefused(Map.of(), "no Service Bus is configured");
    }

    @Test
    void refusesToStartWithTwoServiceBuses() throws Exception {
        assertRefused(Map.of(BUS, NOBODY_LISTENS, NAMESPACE, "contoso.servicebus.windows.net"), "are both set");
    }

    @Test
    void refusesAMemoryThatIsShorterThanAMessagesLife() throws Exception {
        assertRefused(Map.of(BUS, NOBODY_LISTENS, "SLUICE_INBOX_RETENTION", "P1D"), "sluice.inbox.retention");
    }

    @Test
    void refusesTransactionsThatOutliveTheLock() throws Exception {
        assertRefused(
                Map.of(BUS, NOBODY_LISTENS, "SLUICE_INLET_LOCK_DURATION", "PT10S"),
                "sluice.database.statement-timeout");
    }

    /** The socket opens first: whatever is away may come later, and liveness must not depend on it. */
    @Test
    void startsWithoutServiceBusAndDatabaseAndEndsOnSigterm() throws Exception {
        try (PackagedService service = start(Map.of(BUS, NOBODY_LISTENS))) {
            await().atMost(PATIENCE).until(() -> service.output().contains("Listening on: http://127.0.0.1:"));
            await().atMost(PATIENCE).until(() -> service.output().contains("database not usable"));
            service.terminate();

            assertThat(service.awaitEnd()).isEqualTo(143);
            assertThat(service.output()).doesNotContain(SECRET);
        }
    }

    private void assertRefused(Map<String, String> environment, String reason) throws Exception {
        try (PackagedService service = start(environment)) {
            assertThat(service.awaitEnd()).isEqualTo(1);
            assertThat(service.output()).contains(reason).doesNotContain("\tat ", "Listening on", SECRET);
        }
    }

    private PackagedService start(Map<String, String> environment) throws IOException {
        Map<String, String> settings = new HashMap<>(environment);
        settings.put("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:1/nobody-listens");
        settings.put("QUARKUS_DATASOURCE_PASSWORD", SECRET);
        return PackagedService.start(directory.resolve("log"), settings);
    }
}
