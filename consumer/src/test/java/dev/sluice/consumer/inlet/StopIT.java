package dev.sluice.consumer.inlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.sluice.consumer.Bus;
import dev.sluice.emulator.ServiceBusEmulator;
import dev.sluice.emulator.broker.EntityCounts;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.OrderMessage;
import dev.sluice.postgres.LocalPostgres;
import dev.sluice.telemetry.TraceContext;
import dev.sluice.testkit.PackagedService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SIGTERM in the middle of work, with either inlet: nothing new is begun, and what is in hand is finished or given back. */
class StopIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int ORDERS = 100;

    /** The most that is in hand at a time. */
    private static final int CONCURRENCY = 4;

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private ServiceBusEmulator emulator;
    private LocalPostgres postgres;
    private int port;

    @BeforeEach
    void start() throws IOException {
        emulator = ServiceBusEmulator.builder()
                .adminPort(-1)
                .queue(QueueOptions.named("orders").maxDeliveryCount(Integer.MAX_VALUE))
                .queue(QueueOptions.named("orders-parked").maxDeliveryCount(Integer.MAX_VALUE))
                .start();
        postgres = LocalPostgres.start();
        port = freePort();
        send();
    }

    @AfterEach
    void stop() {
        postgres.close();
        emulator.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"processor", "functions"})
    void whatIsInHandIsFinishedAndNothingElseIsBegun(String inlet) throws Exception {
        int before = stopInTheMiddle(inlet, Map.of("SLUICE_HANDLER_SIMULATED_TIME", "3S"));

        int done = count("select count(*) from fulfilment");
        assertThat(done)
                .as("those in hand, and as many that may have ended before the signal came")
                .isBetween(before + 1, before + 2 * CONCURRENCY);
        assertThat(waiting()).isEqualTo(ORDERS - done);
        assertThat(count("select count(*) from inbox")).isEqualTo(done);
        assertThat(count("select coalesce(sum(repeats), 0) from inbox")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"processor", "functions"})
    void whatIsNotDoneInTimeIsRolledBackAndGivenBackAtOnce(String inlet) throws Exception {
        stopInTheMiddle(
                inlet,
                Map.of(
                        "SLUICE_HANDLER_SIMULATED_TIME", "20S",
                        "SLUICE_INLET_STOP_GRACE", "1S",
                        "QUARKUS_SHUTDOWN_TIMEOUT", "1S"));

        assertThat(count("select count(*) from fulfilment"))
                .isEqualTo(count("select count(*) from inbox"))
                .isEqualTo(ORDERS - waiting());
        if (inlet.equals("processor")) {
            assertThat(emulator.counts("orders").locked())
                    .as("not left to its lock")
                    .isZero();
        }
    }

    private int waiting() {
        EntityCounts counts = emulator.counts("orders");
        return (int) (counts.active() + counts.locked());
    }

    /** Returns how many effects there were just before the signal. */
    private int stopInTheMiddle(String inlet, Map<String, String> more) throws Exception {
        URI function = URI.create("http://127.0.0.1:" + port + "/order-consumer");
        boolean hosted = inlet.equals("functions");
        int before;
        try (PackagedService service = PackagedService.start(directory.resolve("log"), settings(hosted, more))) {
            // The tables are there before the first message is taken in hand.
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> get("/q/health/ready").statusCode() == 200);
            HostStandIn host = hosted ? new HostStandIn(emulator.connectionString(), () -> function) : null;
            try {
                await().atMost(PATIENCE).until(() -> inHand() >= CONCURRENCY);
                before = count("select count(*) from fulfilment");
                service.terminate();
                assertThat(service.awaitEnd()).isEqualTo(143);
            } finally {
                if (host != null) {
                    host.close();
                }
            }
        }
        return before;
    }

    private double inHand() throws Exception {
        return get("/q/metrics")
                .body()
                .lines()
                .filter(line -> line.matches("sluice_(inlet|functions)_in_hand(\\{.*})? .*"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private HttpResponse<String> get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private Map<String, String> settings(boolean hosted, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                hosted ? "FUNCTIONS_CUSTOMHANDLER_PORT" : "QUARKUS_HTTP_PORT",
                String.valueOf(port),
                "SLUICE_INLET_CONCURRENCY",
                String.valueOf(CONCURRENCY),
                "SLUICE_SERVICEBUS_CONNECTION_STRING",
                emulator.connectionString(),
                "QUARKUS_DATASOURCE_JDBC_URL",
                postgres.jdbcUrl(),
                "QUARKUS_DATASOURCE_USERNAME",
                LocalPostgres.username(),
                "QUARKUS_DATASOURCE_PASSWORD",
                LocalPostgres.password()));
        settings.putAll(more);
        return settings;
    }

    private void send() {
        try (ServiceBusSenderClient sender = new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .sender()
                .queueName("orders")
                .buildClient()) {
            for (int i = 0; i < ORDERS; i++) {
                OrderMessage order = new OrderMessage(UUID.randomUUID(), Bus.order(null), TraceContext.NONE);
                sender.sendMessage(OrderCodec.encode(order));
            }
        }
    }

    private int count(String query) throws SQLException {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
