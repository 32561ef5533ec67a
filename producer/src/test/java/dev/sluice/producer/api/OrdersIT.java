package dev.sluice.producer.api;

import static dev.sluice.producer.TestOrders.ORDERS;
import static dev.sluice.producer.TestOrders.json;
import static dev.sluice.producer.TestOrders.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.OrderId;
import dev.sluice.messaging.ReceivedOrder;
import dev.sluice.producer.OrdersQueue;
import dev.sluice.telemetry.TraceContext;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OrdersIT {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

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
    void anAcceptedOrderIsOnTheQueueWithItsIdAndItsTrace() throws Exception {
        Response answer = json(order("contoso"))
                .header("Idempotency-Key", "accepted-1")
                .header("traceparent", TRACE)
                .header("tracestate", "vendor=1")
                .post(ORDERS);

        UUID id = OrderId.of("anonymous", "accepted-1");
        answer.then().statusCode(202).contentType("application/json");
        assertThat(answer.jsonPath().<String, String>getMap("$"))
                .containsOnly(Map.entry("id", id.toString()), Map.entry("status", "accepted"));
        assertThat(answer.header("Location")).isEqualTo("http://localhost:8081/api/orders/" + id);
        ServiceBusReceivedMessage message = only(queue.peek());
        ReceivedOrder received = OrderCodec.decode(
                message.getBody().toBytes(), message.getContentType(), message.getApplicationProperties());
        assertThat(received.orderId()).isEqualTo(id);
        assertThat(received.order().customer()).isEqualTo("contoso");
        assertThat(received.trace()).isEqualTo(new TraceContext(TRACE, "vendor=1"));
        assertThat(message.getMessageId()).startsWith(id + ".");
    }

    @Test
    void withoutAKeyEachRequestIsAnOrderOfItsOwn() {
        String first = json(order("contoso")).post(ORDERS).jsonPath().getString("id");
        String second = json(order("contoso")).post(ORDERS).jsonPath().getString("id");

        assertThat(first).isNotEqualTo(second);
        assertThat(queue.peek()).hasSize(2);
    }

    @Test
    void theSameOrderUnderTheSameKeyIsOnTheQueueOnce() {
        String first = accepted("same-1", order("contoso"));
        String reformatted = " { \"lines\": [{\"quantity\": 2, \"sku\": \"chair-4\"}], \"customer\": \"contoso\" } ";
        String second = accepted("same-1", reformatted);

        assertThat(second).isEqualTo(first);
        assertThat(queue.peek()).hasSize(1);
    }

    @Test
    void anotherOrderUnderTheSameKeyHasTheSameIdAndItsOwnMessage() {
        String first = accepted("other-1", order("contoso"));
        String second = accepted("other-1", order("fabrikam"));

        assertThat(second).isEqualTo(first);
        assertThat(queue.peek().stream()
                        .map(ServiceBusReceivedMessage::getMessageId)
                        .distinct())
                .hasSize(2);
    }

    @Test
    void takesAnOrderOfTheLargestSizeThatIsNeitherBufferedNorRefused() {
        String order = order("contoso");
        String padded = order + " ".repeat(65_536 - order.length());

        json(padded).post(ORDERS).then().statusCode(202);

        assertThat(queue.peek()).hasSize(1);
    }

    @Test
    void countsWhatItAcceptsAndWhatItRefuses() {
        double acceptedBefore = metric("sluice_orders_accepted_total");
        double refusedBefore = metric("sluice_orders_refused_total{reason=\"invalid-order\"}");
        double unreadBefore = metric("sluice_orders_refused_total{reason=\"too-large\"}");

        json(order("contoso")).post(ORDERS).then().statusCode(202);
        json("{}").post(ORDERS).then().statusCode(400);
        json(" ".repeat(70_000)).post(ORDERS).then().statusCode(413);

        assertThat(metric("sluice_orders_accepted_total")).isEqualTo(acceptedBefore + 1);
        assertThat(metric("sluice_orders_refused_total{reason=\"invalid-order\"}"))
                .isEqualTo(refusedBefore + 1);
        assertThat(metric("sluice_orders_refused_total{reason=\"too-large\"}")).isEqualTo(unreadBefore + 1);
    }

    @Test
    void isReadyWhenServiceBusAnswers() {
        RestAssured.get("/q/health/live").then().statusCode(200);
        RestAssured.get("/q/health/ready")
                .then()
                .statusCode(200)
                .body("checks.find { it.name == 'Service Bus' }.status", is("UP"));
    }

    private String accepted(String key, String order) {
        Response answer = json(order).header("Idempotency-Key", key).post(ORDERS);
        answer.then().statusCode(202);
        return answer.jsonPath().getString("id");
    }

    private static ServiceBusReceivedMessage only(List<ServiceBusReceivedMessage> messages) {
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    private static double metric(String name) {
        return RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow();
    }
}
