package dev.sluice.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPostgresIT {
    private static LocalPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = LocalPostgres.start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void commitsAsAServerInProductionDoes() throws SQLException {
        assertThat(setting("fsync")).isEqualTo("on");
        assertThat(setting("synchronous_commit")).isEqualTo("on");
        assertThat(setting("full_page_writes")).isEqualTo("on");
    }

    @Test
    void isThePinnedMajorVersionWithRoomForManyConsumers() throws SQLException {
        assertThat(setting("server_version")).startsWith("16.");
        assertThat(setting("max_connections")).isEqualTo("200");
        assertThat(setting("server_encoding")).isEqualTo("UTF8");
    }

    @Test
    void listensOnLoopbackOnly() throws Exception {
        assertThat(setting("listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(setting("unix_socket_directories")).isEmpty();
        for (InetAddress address : otherAddresses()) {
            try (Socket socket = new Socket()) {
                assertThatThrownBy(() -> socket.connect(new InetSocketAddress(address, postgres.port()), 1000))
                        .as("connecting to %s", address)
                        .isInstanceOf(java.io.IOException.class);
            }
        }
    }

    @Test
    void takesTheCredentialsThatItHandsOut() throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(postgres.jdbcUrl(), LocalPostgres.username(), LocalPostgres.password())) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void isRecognizedByItsPort() throws Exception {
        assertThat(LocalPostgres.isRunningOn(postgres.port())).isTrue();
        try (ServerSocket mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(LocalPostgres.isRunningOn(mute.getLocalPort()))
                    .as("somebody who accepts and never answers")
                    .isFalse();
        }
    }

    @Test
    void refusesATakenPortByName() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> LocalPostgres.start(taken.getLocalPort()))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContaining(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void leavesNeitherProcessNorDataBehind(@TempDir Path directory) throws SQLException {
        LocalPostgres other =
                LocalPostgres.builder().log(directory.resolve("postgres.log")).start();
        ProcessHandle process = ProcessHandle.of(other.pid()).orElseThrow();
        Path data = Path.of(setting(other, "data_directory"));
        assertThat(process.isAlive()).isTrue();
        assertThat(data).exists();
        assertThat(directory.resolve("postgres.log")).content().contains("ready to accept connections");

        other.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(data).doesNotExist();
        assertThat(LocalPostgres.isRunningOn(other.port())).isFalse();
        other.close();
    }

    private static String setting(String name) throws SQLException {
        return setting(postgres, name);
    }

    private static String setting(LocalPostgres server, String name) throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("show " + name)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static List<InetAddress> otherAddresses() throws Exception {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
    }
}
