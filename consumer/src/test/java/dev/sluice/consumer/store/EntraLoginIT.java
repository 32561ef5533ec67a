package dev.sluice.consumer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.postgres.LocalPostgres;
import dev.sluice.testkit.PackagedService;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The database as it is in Azure: it takes a Microsoft Entra token for a password, which consumer gets for its identity.
 * The endpoint that hands out tokens in App Service is the test's; PostgreSQL really compares what it is given.
 */
class EntraLoginIT {
    private static final String TOKEN = "a-token-of-the-identity";
    private static final String IDENTITY = "11111111-2222-3333-4444-555555555555";
    private static final String PLUGIN =
            "com.azure.identity.extensions.jdbc.postgresql.AzurePostgresqlAuthenticationPlugin";

    @TempDir
    Path directory;

    private final List<String> asked = new CopyOnWriteArrayList<>();

    @Test
    void theIdentitysTokenIsThePassword() throws Exception {
        HttpServer identity = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        identity.createContext("/token", this::handOut);
        identity.start();
        int port = freePort();
        try (LocalPostgres postgres = LocalPostgres.start()) {
            requirePassword(postgres);
            try (PackagedService consumer = PackagedService.start(
                    directory.resolve("log"),
                    settings(port, postgres, identity.getAddress().getPort()))) {
                await().atMost(Duration.ofSeconds(90)).ignoreExceptions().untilAsserted(() -> assertThat(health(port))
                        .containsPattern("\"Database\",\\s*\"status\": \"UP\""));
                assertThat(consumer.output()).doesNotContain(TOKEN);
            }
        } finally {
            identity.stop(0);
        }
        assertThat(asked).isNotEmpty().allSatisfy(query -> assertThat(query)
                .contains("resource=https")
                .contains("ossrdbms-aad.database.windows.net")
                .contains("client_id=" + IDENTITY));
    }

    /** As App Service does, see "REST endpoint reference" of its page on managed identities. */
    private void handOut(HttpExchange exchange) throws IOException {
        asked.add(exchange.getRequestURI().getQuery());
        byte[] body = """
                {"access_token":"%s","expires_on":"%d","resource":"x","token_type":"Bearer","client_id":"%s"}""".formatted(TOKEN, Instant.now().plusSeconds(3600).getEpochSecond(), IDENTITY)
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void requirePassword(LocalPostgres postgres) throws Exception {
        try (Connection connection = postgres.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role consumer login superuser password '" + TOKEN + "'");
            Path rules;
            try (ResultSet row = statement.executeQuery("show hba_file")) {
                row.next();
                rules = Path.of(row.getString(1));
            }
            Files.writeString(rules, "host all consumer 127.0.0.1/32 password\n" + Files.readString(rules));
            statement.execute("select pg_reload_conf()");
        }
    }

    private static Map<String, String> settings(int port, LocalPostgres postgres, int identityPort) {
        return Map.of(
                "QUARKUS_HTTP_PORT",
                String.valueOf(port),
                // Nobody is there; only the database is asked about.
                "SLUICE_SERVICEBUS_CONNECTION_STRING",
                "Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=none;SharedAccessKey=none;UseDevelopmentEmulator=true;",
                "QUARKUS_DATASOURCE_JDBC_URL",
                postgres.jdbcUrl() + (postgres.jdbcUrl().contains("?") ? "&" : "?") + "authenticationPluginClassName="
                        + PLUGIN,
                "QUARKUS_DATASOURCE_USERNAME",
                "consumer",
                "IDENTITY_ENDPOINT",
                "http://127.0.0.1:" + identityPort + "/token",
                "IDENTITY_HEADER",
                "of-this-instance",
                "AZURE_CLIENT_ID",
                IDENTITY);
    }

    private static String health(int port) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
