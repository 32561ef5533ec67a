package dev.sluice.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testkit.PackagedService;
import dev.sluice.testkit.TokenIssuer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes in, by what is configured and by who has started the packaged application. */
class AuthIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String ORDER = "/api/orders/6b1f9dcb-1c9f-5d7c-8a53-0c2f3a5d8e11";
    private static final String HOST_PORT = "FUNCTIONS_CUSTOMHANDLER_PORT";
    private static final String[] ALL_ROLES = {"orders.write", "orders.read", "parked.admin", "host"};

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void onItsOwnItAsksEverybodyAndTakesNoMessageFromAnybody() throws Exception {
        int port = freePort();
        try (TokenIssuer issuer = TokenIssuer.start();
                PackagedService service = start(issuer.settings(), Map.of("QUARKUS_HTTP_PORT", "" + port))) {
            awaitAnswer(service, port);
            assertAsksCallers(port, issuer);
            for (String function : new String[] {"/order-consumer", "/order-consumer-secondary"}) {
                assertThat(post(port, function, null)).isEqualTo(401);
                assertThat(post(port, function, issuer.token(ALL_ROLES)))
                        .as("no token makes a caller the host")
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void underTheHostItTakesItsMessagesWithoutATokenAndNothingElse() throws Exception {
        int port = freePort();
        try (TokenIssuer issuer = TokenIssuer.start();
                PackagedService service = start(issuer.settings(), Map.of(HOST_PORT, "" + port))) {
            awaitAnswer(service, port);
            assertThat(post(port, "/order-consumer", null))
                    .as("read, and not understood")
                    .isEqualTo(400);
            assertThat(post(port, "/order-consumer-topic-secondary", null)).isEqualTo(400);
            assertThat(get(port, "/order-consumer", null)).isEqualTo(401);
            assertThat(post(port, "/order-consumer/", null)).isEqualTo(401);
            assertThat(post(port, "/api/orders", null)).isEqualTo(401);
            assertThat(post(port, "/api/parked/replay", null)).isEqualTo(401);
            assertAsksCallers(port, issuer);
        }
    }

    @Test
    void underTheHostTheHostsKeysAreEnough() throws Exception {
        int port = freePort();
        try (PackagedService service = start(Map.of(), Map.of(HOST_PORT, "" + port))) {
            awaitAnswer(service, port);
            assertThat(get(port, ORDER, null)).as("the database is away").isEqualTo(503);
            assertThat(get(port, ORDER, "not looked at")).isEqualTo(503);
            assertThat(get(port, "/q/metrics", null)).isEqualTo(200);
        }
    }

    private void assertAsksCallers(int port, TokenIssuer issuer) throws Exception {
        assertThat(get(port, "/q/health/live", null)).isEqualTo(200);
        assertThat(get(port, "/q/metrics", null)).isEqualTo(401);
        assertThat(get(port, "/q/metrics", issuer.token("orders.read"))).isEqualTo(200);
        assertThat(get(port, ORDER, null)).isEqualTo(401);
        assertThat(get(port, ORDER, issuer.token("orders.write", "parked.admin")))
                .isEqualTo(403);
        assertThat(get(port, ORDER, issuer.token("orders.read")))
                .as("the database is away")
                .isEqualTo(503);
        assertThat(get(port, "/api/parked", null)).isEqualTo(401);
        assertThat(get(port, "/api/parked", issuer.token("orders.read", "orders.write")))
                .isEqualTo(403);
        assertThat(get(port, "/api/parked", issuer.token("parked.admin")))
                .as("the database is away")
                .isEqualTo(503);
        for (String path : new String[] {"/api/parked/replay", "/api/parked/discard"}) {
            assertThat(post(port, path, null)).isEqualTo(401);
            assertThat(post(port, path, issuer.token("orders.read", "orders.write")))
                    .isEqualTo(403);
            assertThat(post(port, path, issuer.token("parked.admin")))
                    .as("let in, and told that a filter is missing or that the database is away")
                    .isIn(400, 503);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "prod, , , must be jwt",
        "prod, off, , must be jwt",
        "'local,prod', off, , must be jwt",
        "local, , 0.0.0.0, quarkus.http.host must be 127.0.0.1",
        "prod, host-keys, , no Functions host"
    })
    void refusesToStartWhereAnybodyCouldComeIn(String profile, String auth, String host, String reason)
            throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of("QUARKUS_PROFILE", profile));
        if (auth != null) {
            settings.put("SLUICE_AUTH", auth);
        }
        if (host != null) {
            settings.put("QUARKUS_HTTP_HOST", host);
        }
        assertRefused(settings, reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISSUER", "AUDIENCE", "KEYS"})
    void refusesToStartWithoutKnowingAGoodToken(String missing) throws Exception {
        try (TokenIssuer issuer = TokenIssuer.start()) {
            Map<String, String> settings = new HashMap<>(issuer.settings());
            settings.remove("SLUICE_AUTH_" + missing);
            assertRefused(settings, "sluice.auth." + missing.toLowerCase(Locale.ROOT) + " must be set");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "KEYS, http://keys.example/, sluice.auth.keys",
        "CLOCK_SKEW, 10M, sluice.auth.clock-skew",
        "KEYS_PAUSE, 0S, sluice.auth.keys-pause",
        "KEYS_REFRESH, 1S, sluice.auth.keys-refresh"
    })
    void refusesToStartWithSettingsThatAreUnsafe(String key, String value, String reason) throws Exception {
        try (TokenIssuer issuer = TokenIssuer.start()) {
            Map<String, String> settings = new HashMap<>(issuer.settings());
            settings.put("SLUICE_AUTH_KEYS_PAUSE", "10S");
            settings.put("SLUICE_AUTH_" + key, value);
            assertRefused(settings, reason);
        }
    }

    private void assertRefused(Map<String, String> settings, String reason) throws Exception {
        try (PackagedService service = start(settings, Map.of("QUARKUS_HTTP_PORT", "0"))) {
            assertThat(service.awaitEnd()).isEqualTo(1);
            assertThat(service.output()).contains(reason).doesNotContain("Listening on");
        }
    }

    private void awaitAnswer(PackagedService service, int port) {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> get(port, "/q/health/live", null) == 200);
    }

    private int get(int port, String path, String token) throws Exception {
        return status(port, path, token, "GET");
    }

    private int post(int port, String path, String token) throws Exception {
        return status(port, path, token, "POST");
    }

    private int status(int port, String path, String token, String method) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(method.equals("POST") ? "{}" : ""));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private PackagedService start(Map<String, String> auth, Map<String, String> more) throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "QUARKUS_PROFILE",
                "prod",
                "SLUICE_SERVICEBUS_CONNECTION_STRING",
                "Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=a;SharedAccessKey=a2V5;UseDevelopmentEmulator=true;",
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:postgresql://127.0.0.1:1/nobody-listens"));
        settings.putAll(auth);
        settings.putAll(more);
        return PackagedService.start(directory.resolve("log"), settings);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
