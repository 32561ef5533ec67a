package dev.sluice.consumer.inlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.sluice.consumer.Bus;
import dev.sluice.emulator.ServiceBusEmulator;
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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged handler is killed (-9) in the middle of its work again and again, as the Functions host does at every stop:
 * nothing is lost and every effect happens once, though answers get lost after the work is done.
 */
class KilledHandlerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int ORDERS = 150;
    private static final int KILLS = 3;

    @TempDir
    Path directory;

    @Test
    void everyEffectHappensOnce() throws Exception {
        try (ServiceBusEmulator emulator = emulator();
                LocalPostgres postgres = LocalPostgres.start()) {
            int port = freePort();
            Map<String, String> settings = Map.of(
                    "FUNCTIONS_CUSTOMHANDLER_PORT", String.valueOf(port),
                    "SLUICE_SERVICEBUS_CONNECTION_STRING", emulator.connectionString(),
                    "QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(),
                    "QUARKUS_DATASOURCE_USERNAME", LocalPostgres.username(),
                    "QUARKUS_DATASOURCE_PASSWORD", LocalPostgres.password(),
                    "SLUICE_HANDLER_SIMULATED_TIME", "0.1S");
            send(emulator);
            URI function = URI.create("http://127.0.0.1:" + port + "/order-consumer");
            try (HostStandIn host = new HostStandIn(emulator.connectionString(), () -> function)) {
                host.loseAnswers(10);
                for (int kill = 1; kill <= KILLS; kill++) {
                    int enough = kill * 20;
                    try (PackagedService handler =
                            PackagedService.start(directory.resolve("killed-" + kill), settings)) {
                        await().atMost(PATIENCE).until(() -> effects(postgres, "count(*)") >= enough);
                        handler.kill();
                    }
                }
                try (PackagedService handler = PackagedService.start(directory.resolve("last"), settings)) {
                    await().atMost(PATIENCE).until(() -> effects(postgres, "count(distinct order_id)") == ORDERS);
                    await().atMost(PATIENCE)
                            .until(() -> emulator.counts("orders").active() == 0);
                    handler.terminate();
                    handler.awaitEnd();
                }
            }
            assertThat(effects(postgres, "count(*)")).isEqualTo(ORDERS);
            assertThat(effects(postgres, "(select coalesce(sum(repeats), 0) from inbox)"))
                    .as("redeliveries that were absorbed")
                    .isPositive();
            assertThat(effects(postgres, "(select count(*) from parked)")).isZero();
        }
    }

    private static ServiceBusEmulator emulator() throws IOException {
        return ServiceBusEmulator.builder()
                .adminPort(-1)
                // While the handler is down the stand-in, which asks at once, uses deliveries up.
                .queue(QueueOptions.named("orders")
                        .maxDeliveryCount(Integer.MAX_VALUE)
                        .duplicateDetectionWindow(Duration.ofMinutes(10)))
                .queue(QueueOptions.named("orders-parked").maxDeliveryCount(Integer.MAX_VALUE))
                .start();
    }

    private static void send(ServiceBusEmulator emulator) {
        List<UUID> ids = Stream.generate(UUID::randomUUID).limit(ORDERS).toList();
        try (ServiceBusSenderClient sender = new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .sender()
                .queueName("orders")
                .buildClient()) {
            ids.forEach(id ->
                    sender.sendMessage(OrderCodec.encode(new OrderMessage(id, Bus.order(null), TraceContext.NONE))));
        }
    }

    private static int effects(LocalPostgres postgres, String what) {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select " + what + " from fulfilment")) {
            return row.next() ? row.getInt(1) : 0;
        } catch (SQLException notMigratedYet) {
            return 0;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
