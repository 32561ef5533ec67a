package dev.sluice.devservices.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.postgres.LocalPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two applications in dev mode on one machine: the same ports, one bus, one database. */
class SharedServicesIT {
    private static final SharedStart SHARING = new SharedStart(Duration.ofMillis(100));

    @Test
    void theSecondApplicationJoinsTheBusOfTheFirst() throws IOException {
        int amqpPort = freePort();
        int adminPort = freePort();
        BusService second = new BusService(amqpPort, adminPort, SHARING);
        try (BusService first = new BusService(amqpPort, adminPort, SHARING)) {
            first.start();
            second.start();

            assertThat(first.getConnectionInfo()).doesNotContain("joined");
            assertThat(second.getConnectionInfo()).contains("joined", Integer.toString(amqpPort));
            assertThat(second.connectionString()).contains("sb://127.0.0.1:" + amqpPort + ";");

            second.close();
            assertThat(RunningEmulator.answersOn(adminPort))
                    .as("the first's is still there")
                    .isTrue();
        }
        assertThat(RunningEmulator.answersOn(adminPort)).isFalse();
    }

    @Test
    void theSecondApplicationJoinsTheDatabaseOfTheFirst() throws IOException {
        int port = freePort();
        PostgresService second = new PostgresService(port, SHARING);
        try (PostgresService first = new PostgresService(port, SHARING)) {
            first.start();
            second.start();

            assertThat(second.jdbcUrl()).isEqualTo(first.jdbcUrl());
            assertThat(second.getConnectionInfo()).contains("joined");

            second.close();
            assertThat(LocalPostgres.isRunningOn(port))
                    .as("the first's is still there")
                    .isTrue();
        }
        assertThat(LocalPostgres.isRunningOn(port)).isFalse();
    }

    @Test
    void aPortThatBelongsToSomethingElseIsNamedWithItsKey() throws IOException {
        try (ServerSocket foreign = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                BusService bus = new BusService(foreign.getLocalPort(), freePort(), SHARING);
                BusService admin = new BusService(freePort(), foreign.getLocalPort(), SHARING);
                PostgresService postgres = new PostgresService(foreign.getLocalPort(), SHARING)) {
            String port = Integer.toString(foreign.getLocalPort());
            assertThatThrownBy(bus::start).hasMessageContainingAll(port, "sluice.devservices.amqp-port");
            assertThatThrownBy(admin::start).hasMessageContainingAll(port, "sluice.devservices.admin-port");
            assertThatThrownBy(postgres::start).hasMessageContainingAll(port, "sluice.devservices.postgres-port");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
