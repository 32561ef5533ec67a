package dev.sluice.producer.api;

import static dev.sluice.producer.TestOrders.ORDERS;
import static dev.sluice.producer.TestOrders.json;
import static dev.sluice.producer.TestOrders.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.is;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.sluice.emulator.ServiceBusEmulator;
import dev.sluice.messaging.OrderId;
import dev.sluice.producer.OrdersQueue;
import dev.sluice.producer.TwoBuses;
import dev.sluice.testkit.TcpProxy;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients see of the loss of a namespace: nothing, as long as the other one is there. */
@QuarkusTest
@QuarkusTestResource(value = TwoBuses.class, restrictToAnnotatedClass = true)
class TwoNamespacesIT {
    @TwoBuses.Primary
    ServiceBusEmulator primary;

    @TwoBuses.Primary
    TcpProxy toPrimary;

    @TwoBuses.Secondary
    ServiceBusEmulator secondary;

    @TwoBuses.Secondary
    TcpProxy toSecondary;

    @TestHTTPResource(ORDERS)
    URI orders;

    @BeforeEach
    void bothWorkAndThePrimaryIsUsed() {
        repair();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            RestAssured.get("/q/health/ready");
            return json(order("warm-up")).post(ORDERS).statusCode() == 202 && breaker() == 0;
        });
        primary.clear();
        secondary.clear();
    }

    @AfterEach
    void repair() {
        Stream.of(toPrimary, toSecondary).forEach(wire -> {
            wire.release();
            wire.mend();
        });
    }

    @Test
    void whileBothAnswerOrdersGoToThePrimary() {
        json(order("a")).post(ORDERS).then().statusCode(202);

        assertThat(ids(primary)).hasSize(1);
        assertThat(ids(secondary)).isEmpty();
        ready().statusCode(200).body("primary", is("up")).body("secondary", is("up"));
    }

    @Test
    void whenThePrimaryIsGoneOrdersAreAcceptedUnderTheirIdsAndItIsStillReady() {
        toPrimary.cut();

        json(order("a")).header("Idempotency-Key", "gone-1").post(ORDERS).then().statusCode(202);

        assertThat(ids(secondary))
                .containsExactly(OrderId.of("anonymous", "gone-1").toString());
        assertThat(breaker()).isNotZero();
        RestAssured.get("/q/health/ready")
                .then()
                .statusCode(200)
                .body(
                        "checks.find { it.name == 'Service Bus' }.data",
                        is(Map.of("primary", "down", "secondary", "up")));
    }

    @Test
    void whenBothAreGoneOrdersAreUnavailableInOneTimeoutAndItIsNotReady() {
        toPrimary.cut();
        toSecondary.cut();

        var answer = json(order("a")).header("Idempotency-Key", "both-1").post(ORDERS);

        answer.then()
                .statusCode(503)
                .header("Retry-After", "5")
                .body("type", is("urn:sluice:problem:service-bus-unavailable"))
                .body("id", is(OrderId.of("anonymous", "both-1").toString()))
                .body("retryWith", is("both-1"));
        assertThat(answer.time())
                .isLessThan(TwoBuses.SEND_TIMEOUT.plusSeconds(2).toMillis());
        RestAssured.get("/q/health/ready").then().statusCode(503);
        RestAssured.get("/q/health/live").then().statusCode(200);
    }

    @Test
    void aThousandRequestsInFlightWhenThePrimaryVanishesAreAllAnsweredAndNoAcceptedOneIsLost() {
        HttpClient http = HttpClient.newHttpClient();
        List<String> keys = IntStream.range(0, 1000)
                .mapToObj(i -> "burst-" + i + "-" + UUID.randomUUID())
                .toList();
        List<CompletableFuture<HttpResponse<String>>> answers = keys.stream()
                .map(key -> http.sendAsync(request(key), HttpResponse.BodyHandlers.ofString()))
                .toList();
        CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new)).join();
        toPrimary.cut();

        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();

        List<String> onQueues = Stream.concat(ids(primary).stream(), ids(secondary).stream())
                .distinct()
                .toList();
        List<String> accepted = IntStream.range(0, keys.size())
                .filter(i -> answers.get(i).join().statusCode() == 202)
                .mapToObj(i -> OrderId.of("anonymous", keys.get(i)).toString())
                .toList();
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isIn(202, 503));
        assertThat(accepted).as("the secondary has room for them").hasSize(1000);
        assertThat(onQueues).containsAll(accepted);
        assertThat(ids(secondary)).isNotEmpty();
    }

    private HttpRequest request(String key) {
        return HttpRequest.newBuilder(orders)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString(order("burst")))
                .build();
    }

    private static ValidatableResponse ready() {
        return RestAssured.get("/q/health/ready").then().rootPath("checks.find { it.name == 'Service Bus' }.data");
    }

    private static double breaker() {
        return RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("sluice_send_breaker_state"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    /** The order ids on a queue. */
    private static List<String> ids(ServiceBusEmulator emulator) {
        try (OrdersQueue queue = new OrdersQueue(emulator.connectionString())) {
            return queue.peek().stream()
                    .map(ServiceBusReceivedMessage::getMessageId)
                    .map(id -> id.substring(0, id.indexOf('.')))
                    .toList();
        }
    }
}
