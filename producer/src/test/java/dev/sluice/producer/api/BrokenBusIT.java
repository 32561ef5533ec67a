package dev.sluice.producer.api;

import static dev.sluice.producer.TestOrders.BATCH;
import static dev.sluice.producer.TestOrders.ORDERS;
import static dev.sluice.producer.TestOrders.json;
import static dev.sluice.producer.TestOrders.order;
import static dev.sluice.producer.TestOrders.orderOfSize;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sluice.emulator.ServiceBusEmulator;
import dev.sluice.messaging.OrderId;
import dev.sluice.producer.BrokenBus;
import dev.sluice.producer.OrdersQueue;
import dev.sluice.testkit.TcpProxy;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What clients are told when Service Bus is slow, gone or unwilling. */
@QuarkusTest
@QuarkusTestResource(value = BrokenBus.class, restrictToAnnotatedClass = true)
class BrokenBusIT {
    private static final String UNAVAILABLE = "urn:sluice:problem:service-bus-unavailable";
    private static final Duration SOON = BrokenBus.SEND_TIMEOUT.plusSeconds(2);

    TcpProxy proxy;
    ServiceBusEmulator emulator;

    private final ExecutorService clients = Executors.newCachedThreadPool();
    private OrdersQueue queue;

    @BeforeEach
    void theBusWorks() {
        proxy.release();
        proxy.mend();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> json(order("warm-up")).post(ORDERS).statusCode() == 202);
        queue = new OrdersQueue(emulator.connectionString());
        queue.clear();
    }

    @AfterEach
    void close() {
        queue.close();
        clients.shutdownNow();
    }

    @Test
    void doesNotAnswerBeforeTheBrokerHasAcknowledged() {
        proxy.holdAnswers();

        CompletableFuture<Integer> answer = CompletableFuture.supplyAsync(
                () -> json(order("a")).post(ORDERS).statusCode(), clients);
        await().until(() -> queue.peek().size() == 1);

        assertThat(answer).isNotDone();
        proxy.release();
        assertThat(answer).succeedsWithin(SOON).isEqualTo(202);
    }

    @Test
    void anOrderThatIsNotAcknowledgedIsUnavailableAndCountsOnceWhenItIsSentAgain() {
        proxy.holdAnswers();
        Response unavailable =
                json(order("a")).header("Idempotency-Key", "again-1").post(ORDERS);

        unavailable
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "5")
                .body("type", is(UNAVAILABLE))
                .body("id", is(OrderId.of("anonymous", "again-1").toString()))
                .body("retryWith", is("again-1"));
        assertThat(unavailable.time()).isLessThan(SOON.toMillis());
        proxy.release();
        assertThat(queue.peek()).hasSize(1);
        json(order("a"))
                .header("Idempotency-Key", unavailable.jsonPath().getString("retryWith"))
                .post(ORDERS)
                .then()
                .statusCode(202)
                .body("id", is(unavailable.jsonPath().getString("id")));
        assertThat(queue.peek()).hasSize(1);
    }

    @Test
    void aKeyMadeHereLeadsToTheSameIdToo() {
        proxy.cut();
        Response unavailable = json(order("a")).post(ORDERS);
        unavailable.then().statusCode(503).header("Retry-After", "5");
        proxy.mend();

        Response again = await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> json(order("a"))
                                .header(
                                        "Idempotency-Key",
                                        unavailable.jsonPath().getString("retryWith"))
                                .post(ORDERS),
                        answer -> answer.statusCode() == 202);

        assertThat(again.jsonPath().getString("id"))
                .isEqualTo(unavailable.jsonPath().getString("id"));
    }

    @Test
    void noMoreThanTheConfiguredNumberIsInFlightAndTheOthersAreRefusedAtOnce() {
        int requests = 40;
        proxy.holdAnswers();

        List<CompletableFuture<Response>> answers = IntStream.range(0, requests)
                .mapToObj(i ->
                        CompletableFuture.supplyAsync(() -> json(order("w" + i)).post(ORDERS), clients))
                .toList();
        List<Response> unavailable =
                answers.stream().map(CompletableFuture::join).toList();

        assertThat(unavailable).allSatisfy(answer -> answer.then()
                .statusCode(503)
                .body("type", is(UNAVAILABLE))
                .header("Retry-After", "5"));
        assertThat(unavailable.stream().filter(answer -> answer.time() < BrokenBus.SEND_TIMEOUT.toMillis() * 3 / 4))
                .hasSize(requests - BrokenBus.MAX_IN_FLIGHT);
        assertThat(queue.peek()).hasSizeLessThanOrEqualTo(BrokenBus.MAX_IN_FLIGHT);
    }

    @Test
    void aBatchOfWhichNothingIsAcknowledgedIsUnavailableInTwoTimeouts() {
        proxy.cut();
        String batch = "[" + (order("a") + ",").repeat(99) + order("a") + "]";

        Response answer = json(batch).header("Idempotency-Key", "gone-1").post(BATCH);

        answer.then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", "5")
                .body("type", is(UNAVAILABLE))
                .body("retryWith", is("gone-1"))
                .body("results.size()", is(100))
                .body("results.status", everyItem(is("unavailable")))
                .body("results[99].id", is(OrderId.of("anonymous", "gone-1/99").toString()))
                .body("results[99].retryWith", is("gone-1/99"));
        assertThat(answer.time())
                .isLessThan(
                        BrokenBus.SEND_TIMEOUT.multipliedBy(2).plusSeconds(1).toMillis());
    }

    @Test
    void aBatchWaitsForTheWindowInsteadOfFillingThePipeline() {
        String batch = "[" + (order("a") + ",").repeat(199) + order("a") + "]";

        json(batch).post(BATCH).then().statusCode(202).body("accepted", is(200));
    }

    @Test
    void anOrderThatServiceBusWillNeverTakeIsRefused() {
        json(orderOfSize(6000))
                .header("Idempotency-Key", "large-1")
                .post(ORDERS)
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", is("urn:sluice:problem:order-refused"))
                .body("detail", not(containsString("127.0.0.1")))
                .body("id", is(OrderId.of("anonymous", "large-1").toString()));
        assertThat(queue.peek()).isEmpty();
    }

    @Test
    void aRefusedItemDoesNotStopTheOthers() {
        json("[" + orderOfSize(6000) + "," + order("a") + "]")
                .post(BATCH)
                .then()
                .statusCode(207)
                .body("results.status", is(List.of("refused", "accepted")));
        json("[" + orderOfSize(6000) + ", {}]")
                .post(BATCH)
                .then()
                .statusCode(422)
                .body("results.status", is(List.of("refused", "invalid")));
        assertThat(queue.peek()).hasSize(1);
    }

    @Test
    void isNotReadyButAliveWhileServiceBusIsGone() {
        proxy.cut();

        await().atMost(SOON)
                .untilAsserted(() -> RestAssured.get("/q/health/ready").then().statusCode(503));
        RestAssured.get("/q/health/live").then().statusCode(200);
    }
}
