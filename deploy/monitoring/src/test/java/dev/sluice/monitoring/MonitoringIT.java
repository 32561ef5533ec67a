package dev.sluice.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.stack.Inlet;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.ServiceProcess;
import dev.sluice.testkit.Chromium;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus looks at a running stack: producer, two consumers and an emulator for each of two namespaces. Its clock, and
 * that of the rules, runs sixty times faster than shipped; see {@link FasterRules}.
 */
@Tag("full")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MonitoringIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Less is no curve. */
    private static final int COLOURED_PIXELS = 200;

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static LocalStack stack;
    private static PrometheusProcess prometheus;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        Programs.require("prometheus");
        stack = LocalStack.builder()
                .inlet(Inlet.PROCESSOR)
                .consumers(2)
                .secondNamespace()
                .lockDuration(Duration.ofSeconds(10))
                .producerSetting("SLUICE_SEND_TIMEOUT", "PT5S")
                .producerSetting("SLUICE_FAILOVER_PRIMARY_TIMEOUT", "PT2S")
                .consumerSetting("SLUICE_INLET_LOOK_INTERVAL", "1S")
                .consumerSetting("SLUICE_PARKING_COUNT_INTERVAL", "1S")
                .start();
        FasterRules.copyTo(directory);
        target(directory, "producer", Stream.of(stack.producerUrl()));
        target(directory, "consumer", stack.consumers().stream().map(ServiceProcess::url));
        target(
                directory,
                "emulator",
                Stream.of(
                        stack.emulator().adminUrl(),
                        stack.secondEmulator().orElseThrow().adminUrl()));
        prometheus = new PrometheusProcess(directory);
        patiently().until(prometheus::isReady);
        patiently().untilAsserted(() -> assertThat(prometheus.query("up == 1")).hasSize(5));
    }

    @AfterAll
    static void stop() {
        if (prometheus != null) {
            prometheus.close();
        }
        if (stack != null) {
            stack.close();
        }
    }

    @BeforeEach
    void awaitQuiet() {
        patiently().untilAsserted(() -> assertThat(prometheus.firing()).isEmpty());
    }

    @Test
    @Order(1)
    void anOrderIsParkedAndTheAlertEndsWithItsWindow() throws Exception {
        assertThat(post("one", "same key")).isEqualTo(202);
        assertThat(post("another", "same key")).isEqualTo(202);

        patiently().untilAsserted(() -> assertThat(prometheus.firing()).contains("SluiceParkedGrowing"));
        patiently().untilAsserted(() -> assertThat(value("max(sluice_parked{state=\"parked\"})"))
                .isOne());
        send(HttpRequest.newBuilder(consumer().resolve("/api/parked/discard"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"filter\":{\"reason\":\"IdempotencyKeyReused\"}}"))
                .build());
        patiently().untilAsserted(() -> assertThat(prometheus.firing()).isEmpty());
        patiently().untilAsserted(() -> assertThat(value("max(sluice_parked{state=\"parked\"})"))
                .isZero());
    }

    @Test
    @Order(2)
    void theTableAndTheServicesAgree() throws Exception {
        List<String> pages = new ArrayList<>();
        pages.add(get(stack.producerUrl().resolve("/q/metrics")));
        for (ServiceProcess consumer : stack.consumers()) {
            pages.add(get(consumer.url().resolve("/q/metrics")));
        }
        pages.add(get(stack.emulator().adminUrl().resolve("/metrics")));

        assertThat(Metric.exposed(pages)).isEqualTo(Metric.documented());
    }

    @Test
    @Order(3)
    void everyQueryOfTheDashboardReturnsData() throws Exception {
        List<String> queries = new Dashboard().queries();
        assertThat(queries).hasSizeGreaterThan(15);
        assertThat(post("for the dashboard", "any")).isEqualTo(202);

        for (String query : queries) {
            patiently()
                    .untilAsserted(
                            () -> assertThat(prometheus.query(query)).as(query).isNotEmpty());
        }
    }

    @Test
    @Order(4)
    void theBreakerOpensAndCloses() throws Exception {
        try (Clients clients = new Clients(stack.producerUrl(), 2)) {
            patiently().untilAsserted(() -> assertThat(value("min_over_time(sluice:accepted:rate5m[10s])"))
                    .isPositive());
            stack.emulator().kill();

            patiently().untilAsserted(() -> {
                assertThat(prometheus.firing()).contains("SluiceBreakerOpen", "SluiceTargetDown");
                assertThat(clients.lastStatus()).as("by the secondary").isEqualTo(202);
            });
            stack.emulator().restart();
            // Each order gives the breaker an occasion to look whether the primary is back.
            patiently().untilAsserted(() -> assertThat(prometheus.firing()).isEmpty());
        }
    }

    /** What the minute before has brought. */
    @Test
    @Order(5)
    void everyPanelOfTheDashboardIsDrawn(@TempDir Path directory) throws Exception {
        Chromium.require();
        Dashboard dashboard = new Dashboard();
        List<Dashboard.Panel> panels = dashboard.panels(prometheus);
        Path file = Files.writeString(directory.resolve("dashboard.html"), dashboard.page(panels));

        try (Chromium chromium = new Chromium()) {
            Page page = chromium.page();
            List<String> complaints = new ArrayList<>();
            page.onConsoleMessage(message -> complaints.add(message.text()));
            page.onPageError(complaints::add);
            page.navigate(file.toUri().toString());

            Chromium.picture(page, "dashboard.png");
            assertThat(complaints).isEmpty();
            assertThat(page.locator("section h2").allTextContents())
                    .containsExactlyElementsOf(
                            panels.stream().map(Dashboard.Panel::title).toList());
            assertThat(page.locator("main").innerText())
                    .contains("accepted", "0 closed, 1 half open, 2 open", "95 %, acknowledged", "primary", "secondary")
                    .doesNotContain("No data", "{{");
            assertThat(Chromium.colouredPixels(page))
                    .hasSameSizeAs(panels)
                    .allMatch(coloured -> coloured > COLOURED_PIXELS);
        }
    }

    @Test
    @Order(6)
    void nothingIsDoneWhileTheDatabaseIsAwayAndAllOfItAfterwards() throws Exception {
        stack.killDatabase();
        assertThat(post("waits", "no database")).isEqualTo(202);

        patiently()
                .untilAsserted(() -> assertThat(prometheus.firing()).contains("SluiceNoProgress", "SluiceBacklogOld"));
        stack.restartDatabase();
        patiently().untilAsserted(() -> assertThat(prometheus.firing()).isEmpty());
        patiently().untilAsserted(() -> assertThat(stack.queued()).isZero());
    }

    @Test
    @Order(7)
    void anInstanceThatNobodyCanReachPushesUnderItsOwnName() throws Exception {
        List<String> pushed = new CopyOnWriteArrayList<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/metrics", exchange -> {
            // The protocol's texts stand in it as they are.
            pushed.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try {
            ServiceProcess instance = stack.addConsumer(Map.of(
                    "WEBSITE_INSTANCE_ID",
                    "0123456789abcdef0123456789abcdef",
                    "SLUICE_METRICS_PUSH_URL",
                    "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/metrics",
                    "SLUICE_METRICS_PUSH_INTERVAL",
                    "PT1S"));

            patiently().untilAsserted(() -> assertThat(pushed).anySatisfy(body -> assertThat(body)
                    .contains("sluice-consumer", "0123456789ab", "sluice.inlet.in.hand")));
            assertThat(get(instance.url().resolve("/q/metrics")))
                    .contains("sluice_inlet_in_hand{instance=\"0123456789ab\"");
            instance.stop();
        } finally {
            collector.stop(0);
        }
    }

    @Test
    @Order(8)
    void withoutAnyNamespaceOrdersAreRefusedAndTheBudgetBurns() throws Exception {
        stack.emulator().kill();
        stack.secondEmulator().orElseThrow().kill();

        try (Clients clients = new Clients(stack.producerUrl(), 8)) {
            patiently().untilAsserted(() -> assertThat(prometheus.firing())
                    .contains("SluiceUnavailable", "SluiceErrorBudgetBurnsFast"));
            assertThat(clients.lastStatus()).isEqualTo(503);
        }
    }

    private static ConditionFactory patiently() {
        return await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofMillis(250));
    }

    private static void target(Path directory, String job, Stream<URI> addresses) throws Exception {
        List<String> targets = addresses.map(URI::getAuthority).toList();
        Files.writeString(
                directory.resolve("targets").resolve(job + ".json"),
                JSON.writeValueAsString(List.of(Map.of("targets", targets))));
    }

    private static double value(String expression) {
        return prometheus.query(expression).path(0).path("value").path(1).asDouble(Double.NaN);
    }

    private static URI consumer() {
        return stack.consumers().get(0).url();
    }

    private static int post(String customer, String key) throws Exception {
        return send(Clients.order(stack.producerUrl(), customer, key)).statusCode();
    }

    private static String get(URI address) throws Exception {
        return send(HttpRequest.newBuilder(address).build()).body();
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
