package dev.sluice.producer.api;

import static dev.sluice.producer.TestOrders.ORDERS;
import static dev.sluice.producer.TestOrders.json;
import static dev.sluice.producer.TestOrders.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.sluice.producer.CollectedTraces;
import dev.sluice.producer.OrdersQueue;
import dev.sluice.testkit.TraceCollector;
import dev.sluice.testkit.TraceCollector.Collected;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** From the request to the message, where traces are recorded. */
@QuarkusTest
@QuarkusTestResource(value = CollectedTraces.class, restrictToAnnotatedClass = true)
class TracesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CLIENT = "b7ad6b7169203331";

    TraceCollector collector;

    private final String trace = newTrace();

    @Test
    void theMessageBelongsToTheSpanThatSentIt() {
        post(trace);

        Collected request = only(trace, "SERVER");
        assertThat(request.parent()).isEqualTo(CLIENT);
        assertThat(request.service()).isEqualTo("sluice-producer");
        Collected send = only(trace, "PRODUCER");
        assertThat(send.parent()).isEqualTo(request.id());
        assertThat(send.name()).isEqualTo("send orders");
        assertThat(send.attributes())
                .containsEntry("messaging.system", "servicebus")
                .containsEntry("messaging.destination.name", "orders")
                .containsEntry("messaging.operation.type", "send");
        ServiceBusReceivedMessage message = message(trace);
        assertThat(message.getApplicationProperties().get("traceparent"))
                .isEqualTo("00-" + trace + "-" + send.id() + "-01");
        assertThat(send.attributes()).containsEntry("messaging.message.id", message.getMessageId());
    }

    /** However they are put together on their way. */
    @Test
    void eachOrderBelongsToItsOwnRequest() {
        List<String> traces = Stream.generate(TracesIT::newTrace).limit(40).toList();
        traces.parallelStream().forEach(TracesIT::post);

        for (String each : traces) {
            assertThat(only(each, "PRODUCER").parent())
                    .isEqualTo(only(each, "SERVER").id());
        }
    }

    @Test
    void theOrdersOfABatchAreSpansOfOneRequest() {
        json("[" + order("contoso") + "," + order("fabrikam") + "]")
                .header("traceparent", "00-" + trace + "-" + CLIENT + "-01")
                .post(ORDERS + "/batch")
                .then()
                .statusCode(202);

        Collected request = only(trace, "SERVER");
        await().atMost(PATIENCE).until(() -> spans(trace, "PRODUCER").size() == 2);
        assertThat(spans(trace, "PRODUCER")).extracting(Collected::parent).containsOnly(request.id());
    }

    @Test
    void aProbeIsNoTrace() {
        RestAssured.get("/q/health/ready").then().statusCode(200);
        post(trace);

        only(trace, "SERVER");
        assertThat(collector.spans()).noneMatch(span -> span.name().contains("/q/"));
    }

    private static void post(String trace) {
        json(order("contoso"))
                .header("traceparent", "00-" + trace + "-" + CLIENT + "-01")
                .post(ORDERS)
                .then()
                .statusCode(202);
    }

    private static String newTrace() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    private Collected only(String trace, String kind) {
        await().atMost(PATIENCE).until(() -> !spans(trace, kind).isEmpty());
        assertThat(spans(trace, kind)).hasSize(1);
        return spans(trace, kind).get(0);
    }

    private List<Collected> spans(String trace, String kind) {
        return collector.spans(trace, span -> span.kind().equals(kind));
    }

    private static ServiceBusReceivedMessage message(String trace) {
        try (OrdersQueue queue = OrdersQueue.ofApplication()) {
            return queue.peek().stream()
                    .filter(message -> String.valueOf(
                                    message.getApplicationProperties().get("traceparent"))
                            .contains(trace))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
