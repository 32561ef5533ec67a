package dev.sluice.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalPostgresIT {
    /** A home of its own: other servers on this machine come and go. */
    @TempDir
    private static Path home;

    private static LocalPostgres postgres;

    @BeforeAll
    static void start() {
        System.setProperty("ot.epg.working-dir", home.toString());
        postgres = LocalPostgres.start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
        System.clearProperty("ot.epg.working-dir");
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
                        .isInstanceOf(IOException.class);
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
    void isTheSameServerAfterAKillAndARestart(@TempDir Path directory) throws SQLException {
        Path log = directory.resolve("postgres.log");
        try (LocalPostgres other =
                LocalPostgres.builder().log(log).maxConnections(33).start()) {
            execute(other, "create table kept as select 7 as number");
            for (int round = 1; round <= 2; round++) {
                long killed = other.pid();
                other.kill();
                assertThat(ProcessHandle.of(killed).filter(ProcessHandle::isAlive))
                        .isEmpty();
                assertThat(LocalPostgres.isRunningOn(other.port())).isFalse();

                other.restart(log);

                assertThat(other.pid()).isNotEqualTo(killed);
                execute(other, "insert into kept values (8)");
                assertThat(setting(other, "max_connections")).isEqualTo("33");
                assertThat(setting(other, "fsync")).isEqualTo("on");
            }
            assertThatThrownBy(() -> other.restart(log)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(log).content().contains("database system was not properly shut down");
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

    @Test
    void leavesNothingBehindWhenItsStartIsInterrupted() throws Exception {
        Set<Path> before = directories();
        Thread starting = new Thread(() -> {
            try {
                LocalPostgres.start().close();
            } catch (RuntimeException interrupted) {
                // What is left is what matters.
            }
        });
        starting.start();
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> !directories().equals(before));
        starting.interrupt();
        starting.join(Duration.ofSeconds(30).toMillis());

        assertThat(starting.isAlive()).as("still starting").isFalse();
        assertThat(directories()).isEqualTo(before);
        assertThat(ProcessHandle.current()
                        .descendants()
                        .map(process -> process.info().commandLine().orElse(""))
                        .filter(line -> line.contains("initdb") || line.contains("pg_ctl")))
                .isEmpty();
    }

    /** One per server. */
    private static Set<Path> directories() throws IOException {
        try (Stream<Path> files = Files.list(LocalPostgres.home())) {
            return files.filter(file -> !file.getFileName().toString().startsWith("PG-"))
                    .collect(Collectors.toSet());
        }
    }

    private static void execute(LocalPostgres server, String statement) throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                Statement command = connection.createStatement()) {
            command.execute(statement);
        }
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
