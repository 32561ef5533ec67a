package dev.sluice.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.emulator.ServiceBusEmulator;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.messaging.OrderId;
import dev.sluice.testkit.PackagedService;
import dev.sluice.testkit.TokenIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged application with {@code sluice.auth=jwt}, in profile prod, and tokens that are really signed. */
class AuthIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ADDRESS = Pattern.compile("Listening on: (http://127\\.0\\.0\\.1:\\d+)");
    private static final String ROLE = "orders.write";
    private static final String ORDER = "{\"customer\":\"contoso\",\"lines\":[{\"sku\":\"chair-4\",\"quantity\":2}]}";

    @TempDir
    static Path directory;

    private static ServiceBusEmulator emulator;
    private static TokenIssuer issuer;
    private static PackagedService service;
    private static URI address;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws IOException {
        emulator = ServiceBusEmulator.builder()
                .adminPort(-1)
                .queue(QueueOptions.named("orders"))
                .start();
        issuer = TokenIssuer.start();
        service = start("log", issuer.settings());
        address = address(service);
    }

    @AfterAll
    static void stop() {
        service.close();
        issuer.close();
        emulator.close();
    }

    @Test
    void aCallerWithTheRoleIsAcceptedAndItsSubjectNamesTheOrder() throws Exception {
        HttpResponse<String> answer = post(issuer.token(ROLE), "key-1");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(answer.body()).contains(OrderId.of("client-1", "key-1").toString());
        HttpResponse<String> another = post(issuer.token(with("sub", "client-2")), "key-1");
        assertThat(another.body()).contains(OrderId.of("client-2", "key-1").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/health", "/q/health/live", "/q/health/ready"})
    void healthIsOpen(String path) throws Exception {
        assertThat(get(path, null).statusCode()).isIn(200, 503);
        assertThat(get(path, "nonsense").statusCode()).isIn(200, 503);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/q",
                "/q/metrics",
                "/q/openapi",
                "/q/swagger-ui/",
                "/q/dev-ui",
                "/api/orders",
                "/api/orders/batch",
                "/nothing",
                "//q/metrics",
                "/q/./metrics",
                "/q/health/../metrics",
                "/q/health/..;/metrics",
                "/q/health;/../metrics",
                "/q/%6Detrics",
                "/q/health/live/",
                "/q/health/well"
            })
    void nothingElseIs(String path) throws Exception {
        for (String method : List.of("GET", "POST", "HEAD", "OPTIONS")) {
            HttpRequest request = request(path, null)
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(method).isEqualTo(401);
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        }
        assertRefused(get(path, null), 401, "unauthenticated");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/metrics", "/q/openapi"})
    void whatIsNoResourceIsForCallersWithAnyRole(String path) throws Exception {
        assertThat(get(path, issuer.token("orders.read")).statusCode()).isEqualTo(200);
        assertRefused(get(path, issuer.token("some.other")), 403, "forbidden");
    }

    @Test
    void anotherRoleDoesNotDo() throws Exception {
        assertRefused(post(issuer.token("orders.read", "parked.admin"), "k"), 403, "forbidden");
        assertRefused(post(issuer.token(), "k"), 403, "forbidden");
        assertRefused(post(issuer.token(claims -> {}), "k"), 403, "forbidden");
        // Only the Functions host has this one, and not by a token.
        assertRefused(post(issuer.token("host"), "k"), 403, "forbidden");
        // Entra ID puts what its directory calls groups here: not what was configured.
        assertRefused(post(issuer.token(with("groups", List.of(ROLE))), "k"), 403, "forbidden");
        String batch = "[" + ORDER + "]";
        HttpRequest request = request("/api/orders/batch", issuer.token("orders.read"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(batch))
                .build();
        assertRefused(http.send(request, HttpResponse.BodyHandlers.ofString()), 403, "forbidden");
    }

    @Test
    void aTokenThatIsNotForThisServiceOrNotNowIsRefused() throws Exception {
        assertInvalid(issuer.token(with("iss", "https://another.example/")));
        assertInvalid(issuer.token(with("aud", "api://another")));
        assertInvalid(issuer.token(without("iss")));
        assertInvalid(issuer.token(without("aud")));
        assertInvalid(issuer.token(without("sub")));
        assertInvalid(issuer.token(without("exp")));
        assertInvalid(issuer.token(at("exp", -90)));
        assertInvalid(issuer.token(at("nbf", 90)));
        // Clocks may differ by a minute.
        assertThat(post(issuer.token(at("exp", -30)), "skew").statusCode()).isEqualTo(202);
    }

    @Test
    void aTokenThatTheIssuerHasNotSignedIsRefused() throws Exception {
        assertInvalid(issuer.unsigned(ROLE));
        assertInvalid(issuer.signedWithThePublicKey(ROLE));
        try (TokenIssuer stranger = TokenIssuer.start()) {
            assertInvalid(stranger.token(ROLE));
        }
        String good = issuer.token(ROLE);
        String[] parts = good.split("\\.");
        String other = issuer.token("parked.admin").split("\\.")[1];
        assertInvalid(parts[0] + "." + other + "." + parts[2]);
        assertInvalid(parts[0] + "." + parts[1] + ".");
        assertInvalid("a.b.c");
        assertInvalid("x".repeat(4000));
    }

    @Test
    void aNewKeyOfTheIssuerIsPickedUpAndUnknownOnesDoNotMakeItAskEachTime() throws Exception {
        String before = issuer.token(ROLE);
        assertThat(post(before, "before").statusCode()).isEqualTo(202);

        issuer.rotate();
        await().atMost(PATIENCE).until(() -> post(issuer.token(ROLE), "after").statusCode() == 202);
        assertInvalid(before);

        issuer.away(true);
        try (TokenIssuer stranger = TokenIssuer.start()) {
            int fetches = issuer.fetches();
            long begin = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                assertInvalid(stranger.token(ROLE));
            }
            long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
            assertThat((long) issuer.fetches() - fetches).isLessThanOrEqualTo(seconds + 2);
        }
        assertThat(post(issuer.token(ROLE), "away").statusCode())
                .as("the keys are kept while the issuer is away")
                .isEqualTo(202);
        issuer.away(false);
    }

    @Test
    void keysMayComeFromAFileAndRolesFromAnotherClaim() throws Exception {
        Path file = Files.writeString(directory.resolve("keys.json"), issuer.keySet());
        Map<String, String> settings = new HashMap<>(issuer.settings());
        settings.put("SLUICE_AUTH_KEYS", file.toString());
        settings.put("SLUICE_AUTH_ROLES_CLAIM", "scp");
        try (PackagedService other = start("file", settings)) {
            URI there = address(other).resolve("/api/orders");
            await().atMost(PATIENCE)
                    .until(() -> post(there, issuer.token(with("scp", "openid " + ROLE)), "f")
                                    .statusCode()
                            == 202);
            assertRefused(post(there, issuer.token(ROLE), "f"), 403, "forbidden");
        }
    }

    @Test
    void withoutTheKeysNobodyComesInAndNobodyIsToldThatTheTokenIsBad() throws Exception {
        Map<String, String> settings = new HashMap<>(issuer.settings());
        settings.put("SLUICE_AUTH_KEYS", directory.resolve("not-there.json").toString());
        try (PackagedService other = start("none", settings)) {
            URI there = address(other).resolve("/api/orders");
            HttpResponse<String> answer = post(there, issuer.token(ROLE), "n");
            assertRefused(answer, 503, "signing-keys-unavailable");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void noTokenIsWrittenToTheLog() throws Exception {
        String token = issuer.token(ROLE);
        post(token, "log");
        post(token + "x", "log");
        assertThat(service.output()).doesNotContain(token.split("\\.")[2], token.split("\\.")[1]);
    }

    private void assertInvalid(String token) throws Exception {
        HttpResponse<String> answer = post(token, "invalid");
        assertRefused(answer, 401, "unauthenticated");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer error=\"invalid_token\"");
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"type\":\"urn:sluice:problem:" + type + "\"");
    }

    private HttpResponse<String> post(String token, String key) throws Exception {
        return post(address.resolve("/api/orders"), token, key);
    }

    private HttpResponse<String> post(URI orders, String token, String key) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(orders)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(HttpRequest.BodyPublishers.ofString(ORDER))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return http.send(request(path, token).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    private static Consumer<JwtClaims> with(String claim, Object value) {
        return claims -> {
            claims.setStringListClaim("roles", ROLE);
            if (claim.equals("groups")) {
                claims.unsetClaim("roles");
            }
            claims.setClaim(claim, value);
        };
    }

    private static Consumer<JwtClaims> without(String claim) {
        return claims -> {
            claims.setStringListClaim("roles", ROLE);
            claims.unsetClaim(claim);
        };
    }

    private static Consumer<JwtClaims> at(String claim, int seconds) {
        NumericDate time = NumericDate.now();
        time.addSeconds(seconds);
        return with(claim, time.getValue());
    }

    private static PackagedService start(String log, Map<String, String> settings) throws IOException {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("QUARKUS_PROFILE", "prod");
        environment.put("SLUICE_SERVICEBUS_CONNECTION_STRING", emulator.connectionString());
        environment.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
        return PackagedService.start(directory.resolve(log), environment);
    }

    private static URI address(PackagedService service) {
        return await().atMost(PATIENCE)
                .until(
                        () -> {
                            assertThat(service.isRunning()).as(service.output()).isTrue();
                            Matcher found = ADDRESS.matcher(service.output());
                            return found.find() ? URI.create(found.group(1)) : null;
                        },
                        found -> found != null);
    }
}
