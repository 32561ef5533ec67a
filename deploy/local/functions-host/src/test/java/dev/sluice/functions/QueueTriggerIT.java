package dev.sluice.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sluice.emulator.fault.Fault;
import dev.sluice.emulator.fault.FaultKind;
import java.net.http.HttpRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Messages of a real SDK and a real handler process. */
class QueueTriggerIT extends HostTest {

    private static final String BINARY = ", \"dataType\": \"binary\"";

    @Test
    void aMessageReachesTheHandlerAsTheHostSendsItAndIsCompleted() throws Exception {
        start(busApp(orders()).queue(BINARY));
        var message = new ServiceBusMessage("{\"orderId\":\"A-18\"}")
                .setMessageId("m-1")
                .setSubject("s");
        message.getApplicationProperties()
                .put("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        send(message);
        awaitSaid("answered");
        eventually()
                .until(() ->
                        bus.counts("orders").active() + bus.counts("orders").locked() == 0);
        assertThat(bus.counts("orders").deadLettered()).isZero();
        var got = got();
        assertThat(got.at("/Data/order").textValue()).isEqualTo("eyJvcmRlcklkIjoiQS0xOCJ9");
        assertThat(got.at("/Metadata/MessageId").textValue()).isEqualTo("\"m-1\"");
        assertThat(got.at("/Metadata/DeliveryCount").textValue()).isEqualTo("1");
        assertThat(got.at("/Metadata/Subject").textValue()).isEqualTo("\"s\"");
        assertThat(got.at("/Metadata/EnqueuedTime").textValue())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+00:00");
        assertThat(got.at("/Metadata/LockToken").textValue()).matches("\"[0-9a-f-]{36}\"");
        assertThat(got.at("/Metadata/sys/MethodName").textValue()).isEqualTo("consume");
        assertThat(got.get("Metadata").has("orderId"))
                .as("binary copies no fields")
                .isFalse();
        var headers = log.stream()
                .filter(line -> line.contains("headers "))
                .findFirst()
                .orElseThrow();
        assertThat(headers)
                .contains("X-azure-functions-hostversion=[4.1052.300.0]")
                .containsPattern("X-azure-functions-invocationid=\\[[0-9a-f-]{36}\\]")
                .contains("User-agent=[Azure-Functions-Host/4.1052.300.0]")
                .contains("Transfer-encoding=[chunked]")
                .contains("Content-type=[application/json; charset=utf-8]")
                .containsPattern("Traceparent=\\[00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01\\]");
    }

    @Test
    void whatFailsIsAbandonedUntilItIsDeadLettered() {
        start(busApp(orders().maxDeliveryCount(2)).queue(BINARY));
        send("text", "500", "outputs");
        eventually().until(() -> bus.counts("orders").deadLettered() == 3);
        assertThat(said("order text")).as("deliveries").isEqualTo(2);
        assertThat(said("answered Content-Type text/plain, expected application/json"))
                .isEqualTo(2);
        assertThat(said("failed: the handler answered 500")).isEqualTo(2);
        assertThat(said("the handler answered Outputs 'audit', but the function has no output binding"))
                .isEqualTo(2);
    }

    @Test
    void logsAreForwarded() {
        start(busApp(orders()).queue(BINARY));
        send("logs");
        awaitSaid("consume: line one");
        awaitSaid("consume: line two");
    }

    @Test
    void aHandlerThatDiesAbandonsWhatItHadAndGetsItAgain() {
        start(busApp(orders()).queue(BINARY));
        send("slow 5000");
        awaitSaid("order slow");
        host.kill("shop", "1");
        awaitSaid("answered slow");
        assertThat(said("order slow")).isEqualTo(2);
        assertThat(log).anyMatch(line -> line.contains("\"DeliveryCount\":\"2\""));
        eventually().until(() -> bus.counts("orders").locked() == 0);
        assertThat(bus.counts("orders").active()).isZero();
    }

    @Test
    void locksAreRenewedWhileTheHandlerWorks() {
        start(busApp(orders().lockDuration(Duration.ofSeconds(5))).queue(BINARY));
        send("slow 12000");
        awaitSaid("answered slow");
        eventually().until(() -> bus.counts("orders").locked() == 0);
        assertThat(bus.counts("orders").active()).isZero();
        assertThat(said("order slow")).as("deliveries").isEqualTo(1);
    }

    @Test
    void aSettlementThatIsNeverAnsweredHoldsItsPlaceNoLongerThanTheLock() {
        start(busApp(orders().lockDuration(Duration.ofSeconds(5)))
                .serviceBus("\"maxConcurrentCalls\": 1, \"clientRetryOptions\": {\"tryTimeout\": \"01:00:00\"}")
                .queue(BINARY));
        bus.faults().add(Fault.of(FaultKind.LOSE_SETTLEMENT).times(1));
        send("first", "second");
        awaitSaid("answered second");
        assertThat(said("could not be completed and comes back: there was no answer before its lock was over"))
                .isEqualTo(1);
    }

    @Test
    void withoutRenewalAnotherDeliveryComesWhileTheFirstIsBeingWorkedOn() {
        start(busApp(orders().lockDuration(Duration.ofSeconds(5)))
                .serviceBus("\"maxAutoLockRenewalDuration\": \"00:00:00\"")
                .queue(BINARY));
        send("slow 15000");
        eventually().until(() -> said("order slow") >= 2);
        assertThat(said("answered slow")).isZero();
    }

    @Test
    void noMoreThanMaxConcurrentCallsAreWithTheHandler() {
        start(busApp(orders()).serviceBus("\"maxConcurrentCalls\": 2").queue(BINARY));
        send("slow 3000", "slow 3000", "slow 3000");
        eventually().until(() -> said("order slow") == 2);
        assertThat(bus.counts("orders").active())
                .as("the third waits in the queue")
                .isEqualTo(1);
        eventually().until(() -> said("answered slow") == 3);
    }

    @Test
    void withoutAutoCompleteMessagesStayUnsettled() {
        start(busApp(orders()).queue(BINARY + ", \"autoCompleteMessages\": false"));
        send("ok");
        awaitSaid("answered ok");
        assertThat(bus.counts("orders").locked()).isEqualTo(1);
    }

    @Test
    void manyComeInOneInvocationAndFailTogether() throws Exception {
        start(busApp(orders().maxDeliveryCount(1))
                .serviceBus(
                        "\"maxMessageBatchSize\": 10, \"minMessageBatchSize\": 3, \"maxBatchWaitTime\": \"00:01:00\"")
                .queue(", \"cardinality\": \"many\", \"dataType\": \"string\""));
        send("a", "b \"quoted\"", "c");
        awaitSaid("got ");
        eventually()
                .until(() ->
                        bus.counts("orders").locked() + bus.counts("orders").active() == 0);
        var got = got();
        assertThat(new JsonMapper().readTree(got.at("/Data/order").textValue()).toString())
                .isEqualTo("[\"a\",\"b \\\"quoted\\\"\",\"c\"]");
        assertThat(got.at("/Metadata/DeliveryCountArray").textValue()).isEqualTo("[1,1,1]");
        assertThat(bus.counts("orders").deadLettered()).isZero();
    }

    @Test
    void aBatchWaitsNoLongerThanItMay() {
        start(busApp(orders())
                .serviceBus("\"minMessageBatchSize\": 3, \"maxBatchWaitTime\": \"00:00:02\"")
                .queue(", \"cardinality\": \"many\", \"dataType\": \"string\""));
        send("a");
        awaitSaid("got ");
        eventually()
                .until(() ->
                        bus.counts("orders").locked() + bus.counts("orders").active() == 0);
    }

    @Test
    void aBatchThatFailsComesBackAsAWhole() {
        start(busApp(orders().maxDeliveryCount(2))
                .serviceBus(
                        "\"maxMessageBatchSize\": 2, \"minMessageBatchSize\": 2, \"maxBatchWaitTime\": \"00:00:05\"")
                .queue(", \"cardinality\": \"many\""));
        // Without a data type the host makes objects of them, and one is none.
        send("{\"a\":1}", "no object");
        eventually().until(() -> bus.counts("orders").deadLettered() == 2);
        assertThat(said("is not a JSON object: without dataType")).isEqualTo(2);
    }

    @Test
    void theBusMayGoAndComeBack() {
        start(busApp(orders()).queue(BINARY));
        send("first");
        awaitSaid("answered first");
        int port = bus.port();
        bus.close();
        bus = dev.sluice.emulator.ServiceBusEmulator.builder()
                .queue(orders())
                .port(port)
                .start();
        send("second");
        awaitSaid("answered second");
    }

    @Test
    void drainedNothingMoreIsTakenAndWhatIsInHandIsDone() throws Exception {
        start(busApp(orders()).queue(BINARY));
        send("slow 3000");
        awaitSaid("order slow");
        assertThat(drainState()).contains("\"Disabled\"");
        assertThat(exchange(admin("/admin/host/drain").POST(HttpRequest.BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(202);
        assertThat(drainState()).contains("\"InProgress\"");
        eventually().untilAsserted(() -> assertThat(drainState()).contains("\"Completed\""));
        assertThat(said("answered slow")).isEqualTo(1);
        assertThat(bus.counts("orders").locked()).isZero();
        send("later");
        assertThat(bus.counts("orders").active()).isEqualTo(1);
    }

    @Test
    void closingFinishesWhatIsInHand() {
        start(busApp(orders()).queue(BINARY));
        send("slow 3000");
        awaitSaid("order slow");
        host.close();
        assertThat(said("answered slow")).isEqualTo(1);
        assertThat(bus.counts("orders").locked() + bus.counts("orders").active())
                .isZero();
    }

    @Test
    void aFunctionIsInvokedByHand() throws Exception {
        start(busApp(orders()).queue(BINARY));
        var body = HttpRequest.BodyPublishers.ofString("{\"input\":\"by hand\"}");
        eventually()
                .until(() ->
                        exchange(admin("/admin/functions/consume").POST(body)).statusCode() == 202);
        awaitSaid("order by hand");
        assertThat(exchange(admin("/admin/functions/nobody").POST(body)).statusCode())
                .isEqualTo(404);
        var wrong = HttpRequest.BodyPublishers.ofString("{}");
        assertThat(exchange(admin("/admin/functions/consume").POST(wrong)).statusCode())
                .isEqualTo(400);
    }

    private HttpRequest.Builder admin(String path) {
        return HttpRequest.newBuilder(uri(path)).header("x-functions-key", "m-key");
    }

    private String drainState() throws Exception {
        return exchange(admin("/admin/host/drain/status")).body();
    }

    private JsonNode got() throws Exception {
        var line =
                log.stream().filter(said -> said.contains("got ")).findFirst().orElseThrow();
        return new JsonMapper().readTree(line.substring(line.indexOf("got ") + 4));
    }
}
