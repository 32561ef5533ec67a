package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.stack.ledger.Ledger;
import dev.sluice.stack.ledger.LoadResult;
import dev.sluice.stack.ledger.OrderLoad;
import dev.sluice.testkit.TokenIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No secret that a running stack has been given is seen again: not in its logs, its answers, its pages, nor in what every user
 * of the machine can read of its processes; and not when things go wrong, either.
 */
class SecretsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String PASSWORD = "planted-database-password-7f3a";
    private static final Pattern KEY = Pattern.compile("SharedAccessKey=([^;]+)");
    private static final Pattern PORT = Pattern.compile("handler \\d+: started on port (\\d+)");
    private static final String ORDER = "{\"customer\":\"contoso\",\"lines\":[{\"sku\":\"chair-4\",\"quantity\":2}]}";

    private record Seen(String where, String text) {}

    @TempDir
    Path logs;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Seen> seen = new ArrayList<>();

    @Test
    void noSecretIsSeenAgain() throws Exception {
        Map<String, String> secrets = new HashMap<>(Map.of("database password", PASSWORD));
        try (TokenIssuer issuer = TokenIssuer.start();
                LocalStack stack = stack(issuer)) {
            FunctionKeys keys = stack.keys().orElseThrow();
            secrets.put("function key", keys.function());
            secrets.put("admin key", keys.admin());
            secrets.put(
                    "Service Bus key",
                    KEY.matcher(stack.emulator().connectionString())
                            .results()
                            .map(match -> match.group(1))
                            .findFirst()
                            .orElseThrow());
            String good = issuer.token("orders.write", "orders.read", "parked.admin");
            String bad = issuer.token(claims -> claims.setAudience("another"));
            secrets.put("good token", good.split("\\.")[2]);
            secrets.put("bad token", bad.split("\\.")[2]);

            Map<String, String> headers = new HashMap<>(stack.headers());
            headers.put("Authorization", "Bearer " + good);
            assertThat(new OrderLoad(stack.producerUrl(), headers, new Ledger()).post(50))
                    .isEqualTo(new LoadResult(50, 0, 0, List.of()));

            URI orders = stack.producerUrl().resolve("/api/orders");
            URI status = stack.consumers().get(0).url().resolve("/api/orders/6b1f9dcb-1c9f-5d7c-8a53-0c2f3a5d8e11");
            assertThat(send(orders, keys.function(), bad, ORDER)).isEqualTo(401);
            assertThat(send(orders, keys.function(), good, "{")).isEqualTo(400);
            assertThat(send(orders, "another", good, ORDER)).isEqualTo(401);
            assertThat(send(status, keys.function(), good, null)).isEqualTo(404);
            lookAtPages(stack, keys, good);
            lookAtProcesses(stack);

            stack.emulator().kill();
            assertThat(send(orders, keys.function(), good, ORDER)).isEqualTo(503);
            ProcessHandle.of(stack.databasePid()).ifPresent(ProcessHandle::destroyForcibly);
            await().atMost(PATIENCE).until(() -> send(status, keys.function(), good, null) == 503);
            lookAtPages(stack, keys, good);
        }
        try (Stream<Path> files = Files.list(logs)) {
            for (Path file : files.toList()) {
                if (file.endsWith("emulator.log")) {
                    // It takes any key, and says so with an example.
                    continue;
                }
                note(file.getFileName().toString(), Files.readString(file, StandardCharsets.UTF_8));
            }
        }

        assertThat(seen).hasSizeGreaterThan(30);
        secrets.forEach((name, secret) -> assertThat(seen.stream()
                        .filter(each -> each.text().contains(secret))
                        .map(Seen::where))
                .as(name)
                .isEmpty());
    }

    private LocalStack stack(TokenIssuer issuer) {
        LocalStackBuilder builder = LocalStack.builder()
                .keys(true)
                .logs(logs)
                .consumers(1)
                .consumerSetting("QUARKUS_DATASOURCE_PASSWORD", PASSWORD);
        issuer.settings().forEach((name, value) -> {
            builder.producerSetting(name, value);
            builder.consumerSetting(name, value);
        });
        return builder.start();
    }

    /** Of the hosts, and of the handlers behind them. */
    private void lookAtPages(LocalStack stack, FunctionKeys keys, String token) throws Exception {
        for (ServiceProcess service :
                List.of(stack.producer(), stack.consumers().get(0))) {
            for (String page : List.of("/admin/host/status", "/admin/functions", "/q/health", "/q/metrics", "/")) {
                send(service.url().resolve(page), keys.admin(), token, null);
            }
            String log = Files.readString(logs.resolve(service.name() + ".log"));
            URI handler = PORT.matcher(log)
                    .results()
                    .map(match -> URI.create("http://127.0.0.1:" + match.group(1)))
                    .findFirst()
                    .orElseThrow();
            for (String page : List.of("/q/health", "/q/metrics", "/q/openapi", "/q/info", "/q/swagger-ui/", "/q")) {
                send(handler.resolve(page), "none", token, null);
                send(handler.resolve(page), "none", "none", null);
            }
        }
    }

    private void lookAtProcesses(LocalStack stack) throws IOException {
        List<ProcessHandle> processes = Stream.of(
                        stack.producer().pid(),
                        stack.consumers().get(0).pid(),
                        stack.emulator().pid(),
                        stack.databasePid())
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .toList();
        assertThat(processes).as("with the handlers").hasSizeGreaterThan(6);
        for (ProcessHandle process : processes) {
            Path commandLine = Path.of("/proc", String.valueOf(process.pid()), "cmdline");
            if (Files.exists(commandLine)) {
                note(commandLine.toString(), Files.readString(commandLine));
            }
        }
    }

    private int send(URI address, String key, String token, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json");
        FunctionKeys.header(key).forEach(request::header);
        if (body != null) {
            request.POST(HttpRequest.BodyPublishers.ofString(body));
        }
        HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        note(address.toString(), answer.headers().map() + "\n" + answer.body());
        return answer.statusCode();
    }

    private void note(String where, String text) {
        seen.add(new Seen(where, text));
    }
}
