package dev.sluice.producer.api.batch;

import static dev.sluice.producer.TestOrders.BATCH;
import static dev.sluice.producer.TestOrders.ORDERS;
import static dev.sluice.producer.TestOrders.json;
import static dev.sluice.producer.TestOrders.lines;
import static dev.sluice.producer.TestOrders.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.OrderId;
import dev.sluice.producer.OrdersQueue;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class BatchIT {
    private static OrdersQueue queue;

    @BeforeAll
    static void connect() {
        queue = OrdersQueue.ofApplication();
    }

    @BeforeEach
    void emptyQueue() {
        queue.clear();
    }

    @AfterAll
    static void disconnect() {
        queue.close();
    }

    @Test
    void everyOrderOfAnArrayIsAcceptedUnderItsOwnKey() {
        String withId = order("fabrikam").replaceFirst("\\{", "{\"id\":\"own key\",");
        Response answer = json("[" + order("contoso") + "," + withId + "]")
                .header("Idempotency-Key", "array-1")
                .post(BATCH);

        answer.then()
                .statusCode(202)
                .body("accepted", is(2))
                .body("notAccepted", is(0))
                .body("results.index", is(List.of(0, 1)))
                .body("results.status", is(List.of("accepted", "accepted")))
                .body("results.id", is(List.of(id("array-1/0"), id("own key"))))
                .body("results[0].location", is("http://localhost:8081/api/orders/" + id("array-1/0")));
        assertThat(idsOnQueue()).containsExactly(id("array-1/0"), id("own key"));
    }

    @Test
    void theSameBatchAgainAddsNothing() {
        for (int i = 0; i < 2; i++) {
            json("[" + order("a") + "," + order("b") + "]")
                    .header("Idempotency-Key", "again-1")
                    .post(BATCH)
                    .then()
                    .statusCode(202);
        }
        assertThat(queue.peek()).hasSize(2);
    }

    @Test
    void anItemCanBeSentAgainAsASingleOrder() {
        json("[" + order("a") + "]")
                .header("Idempotency-Key", "single-1")
                .post(BATCH)
                .then()
                .statusCode(202);

        json(order("a"))
                .header("Idempotency-Key", "single-1/0")
                .post(ORDERS)
                .then()
                .statusCode(202)
                .body("id", is(id("single-1/0")));
        assertThat(queue.peek()).hasSize(1);
    }

    @Test
    void goodItemsAreAcceptedAndBadOnesNamed() {
        String unknownField = order("c").replaceFirst("\\{", "{\"colour\":1,");
        Response answer = json("[" + order("a") + ",{\"a\":1,\"a\":2}," + unknownField + "," + order("d") + "]")
                .header("Idempotency-Key", "mixed-1")
                .post(BATCH);

        answer.then()
                .statusCode(207)
                .body("accepted", is(2))
                .body("notAccepted", is(2))
                .body("results.status", is(List.of("accepted", "invalid", "invalid", "accepted")))
                .body("results[2].violations[0].field", is("colour"))
                .body("results[3].id", is(id("mixed-1/3")));
        assertThat(idsOnQueue()).containsExactly(id("mixed-1/0"), id("mixed-1/3"));
    }

    @Test
    void aMalformedLineIsOneBadItem() {
        Response answer = lines(order("a"), "{nonsense", "", order("größe"), "[".repeat(10_000))
                .header("Idempotency-Key", "lines-1")
                .post(BATCH);

        answer.then()
                .statusCode(207)
                .body("results.index", is(List.of(0, 1, 2, 3)))
                .body("results.status", is(List.of("accepted", "invalid", "accepted", "invalid")));
        assertThat(idsOnQueue()).containsExactly(id("lines-1/0"), id("lines-1/2"));
    }

    @Test
    void takesAThousandLinesAndSaysWhereItStopped() {
        List<String> orders = new ArrayList<>();
        IntStream.range(0, 1001).forEach(i -> orders.add(order("customer-" + i)));

        lines(orders.subList(0, 1000).toArray(String[]::new))
                .post(BATCH)
                .then()
                .statusCode(202)
                .body("accepted", is(1000));
        Response answer = lines(orders.toArray(String[]::new))
                .header("Idempotency-Key", "many-1")
                .post(BATCH);

        answer.then()
                .statusCode(207)
                .body("accepted", is(1000))
                .body("results[1000].index", is(1000))
                .body("results[1000].status", is("not-read"));
        assertThat(answer.jsonPath().getString("results[1000].detail")).contains("1000 orders");
        assertThat(queue.peek()).hasSize(2000);
    }

    private List<String> idsOnQueue() {
        return queue.peek().stream()
                .map(message -> (String) message.getApplicationProperties().get(OrderCodec.ORDER_ID))
                .toList();
    }

    private static String id(String key) {
        return OrderId.of("anonymous", key).toString();
    }
}
