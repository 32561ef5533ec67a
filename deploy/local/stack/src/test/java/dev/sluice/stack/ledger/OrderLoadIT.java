package dev.sluice.stack.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The load against a server that answers as a producer in trouble would. */
class OrderLoadIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Ledger ledger = new Ledger();
    private final Map<String, List<String>> bodiesByKey = new ConcurrentHashMap<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void writesDownEveryAcceptedOrder() throws Exception {
        answer((attempt, key) -> accepted(key));
        LoadResult result = post(200);
        assertThat(result).isEqualTo(new LoadResult(200, 0, 0, List.of()));
        assertThat(ledger.size()).isEqualTo(200);
        assertThat(ledger.accepted().keySet())
                .isEqualTo(Set.copyOf(
                        bodiesByKey.keySet().stream().map(OrderLoadIT::id).toList()));
    }

    @Test
    void postsAnOrderThatGot503AgainUnderTheSameKey() throws Exception {
        answer((attempt, key) -> attempt < 3 ? new Reply(503, "{}") : accepted(key));
        assertThat(post(20).accepted()).isEqualTo(20);
        assertThat(bodiesByKey).hasSize(20).allSatisfy((key, bodies) -> {
            assertThat(bodies).hasSize(3);
            assertThat(Set.copyOf(bodies)).as("the same order each time").hasSize(1);
        });
    }

    @Test
    void givesEveryOrderACustomerOfItsOwn() throws Exception {
        answer((attempt, key) -> accepted(key));
        post(50);
        Set<String> customers = ConcurrentHashMap.newKeySet();
        for (List<String> bodies : bodiesByKey.values()) {
            JsonNode order = JSON.readTree(bodies.get(0));
            customers.add(order.path("customer").asText());
            assertThat(order.path("lines").path(0).path("sku").asText()).isEqualTo("TEA-1");
        }
        assertThat(customers).hasSize(50);
    }

    @Test
    void aClearNoIsARefusal() throws Exception {
        answer((attempt, key) -> new Reply(400, "{\"type\":\"about:blank\"}"));
        LoadResult result = post(10);
        assertThat(result.refused()).isEqualTo(10);
        assertThat(result.examples()).hasSize(5).allMatch(example -> example.startsWith("400 "));
        assertThat(ledger.size()).isZero();
        assertThat(ledger.unknown()).isEmpty();
    }

    @Test
    void aNoAfterA503LeavesTheFateUnknown() throws Exception {
        answer((attempt, key) -> new Reply(attempt == 1 ? 503 : 400, "{}"));
        LoadResult result = post(1);
        assertThat(result.unknown()).isEqualTo(1);
        assertThat(ledger.unknown()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {502, 504})
    void aGatewayThatGotNoAnswerDoesNotSayNo(int status) throws Exception {
        answer((attempt, key) -> attempt == 1 ? new Reply(status, "") : accepted(key));
        assertThat(post(1)).isEqualTo(new LoadResult(1, 0, 0, List.of()));
    }

    @Test
    void postsAtThePaceThatItIsGiven() throws Exception {
        answer((attempt, key) -> attempt == 1 ? new Reply(503, "{}") : accepted(key));
        Set<Integer> numbers = ConcurrentHashMap.newKeySet();
        LoadResult result =
                new OrderLoad(producer(), Map.of(), ledger).post(number -> number < 100 && numbers.add(number));
        assertThat(result.accepted()).isEqualTo(100);
        assertThat(numbers).hasSize(100);
    }

    @Test
    void hasNoMoreOrdersWithoutAnAnswerThanItHasClients() throws Exception {
        AtomicInteger waiting = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        answer((attempt, key) -> {
            most.accumulateAndGet(waiting.incrementAndGet(), Math::max);
            try {
                Thread.yield();
                return accepted(key);
            } finally {
                waiting.decrementAndGet();
            }
        });
        LoadResult result = new OrderLoad(List.of(producer()), Map.of(), ledger, 3, answered -> {}).post(200);
        assertThat(result.accepted()).isEqualTo(200);
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void anAnswerThatNobodyUnderstandsEndsTheLoad() {
        answer((attempt, key) -> new Reply(202, "{}"));
        assertThatThrownBy(() -> post(1_000))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseInstanceOf(IllegalArgumentException.class);
        assertThat(bodiesByKey.size()).isLessThan(1_000);
    }

    @Test
    void aSteadyPaceEnds() throws Exception {
        answer((attempt, key) -> accepted(key));
        SteadyPace pace = new SteadyPace(1_000);
        LoadResult result = new OrderLoad(
                        List.of(producer(), producer()), Map.of(), ledger, OrderLoad.CLIENTS, answered -> pace.end())
                .post(pace);
        assertThat(result.accepted()).isPositive();
        assertThat(pace.await(0)).isFalse();
    }

    @Test
    void givesUpAfterTenAttempts() throws Exception {
        answer((attempt, key) -> new Reply(503, "{}"));
        LoadResult result = post(2);
        assertThat(result.unknown()).isEqualTo(2);
        assertThat(bodiesByKey).hasSize(2).allSatisfy((key, bodies) -> assertThat(bodies)
                .hasSize(10));
    }

    @Test
    void stopsPostingWhenNobodyAnswersAnyMore() throws Exception {
        server.start();
        server.stop(0);
        OrderClient impatient =
                new OrderClient(List.of(producer().resolve("/api/orders")), Map.of(), Duration.ZERO, answered -> {});
        LoadResult result = new OrderLoad(impatient, ledger, OrderLoad.CLIENTS).post(1_000);
        assertThat(result.accepted()).isZero();
        assertThat(result.unknown()).isBetween(64L, 96L);
        assertThat(ledger.unknown()).hasSize((int) result.unknown());
    }

    private LoadResult post(int orders) throws InterruptedException {
        return new OrderLoad(producer(), Map.of(), ledger).post(orders);
    }

    private URI producer() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(Producer producer) {
        Map<String, AtomicInteger> attempts = new ConcurrentHashMap<>();
        server.createContext("/api/orders", exchange -> {
            String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
            bodiesByKey
                    .computeIfAbsent(key, any -> new CopyOnWriteArrayList<>())
                    .add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            int attempt =
                    attempts.computeIfAbsent(key, any -> new AtomicInteger()).incrementAndGet();
            send(exchange, producer.reply(attempt, key));
        });
        server.start();
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        try (exchange) {
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Retry-After", "0");
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static Reply accepted(String key) {
        return new Reply(202, "{\"id\":\"" + id(key) + "\",\"status\":\"accepted\"}");
    }

    private static UUID id(String key) {
        return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    }

    private record Reply(int status, String body) {}

    private interface Producer {
        Reply reply(int attempt, String key);
    }
}
