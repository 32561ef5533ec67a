package dev.sluice.consumer.processing;

import static dev.sluice.consumer.Bus.order;
import static dev.sluice.consumer.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.consumer.Bus;
import dev.sluice.consumer.ScriptedHandler;
import dev.sluice.consumer.Table;
import dev.sluice.messaging.Order;
import dev.sluice.messaging.OrderLine;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OrderProcessingIT {
    @Inject
    Bus bus;

    @Inject
    Table table;

    @Inject
    ScriptedHandler handler;

    private final UUID id = UUID.randomUUID();

    @Test
    void anOrderHasItsEffectAndIsMarked() {
        bus.send(id, order(null));

        awaitStatus(id, "processed");
        assertThat(table.effects(id)).isOne();
    }

    @Test
    void theSameOrderTwiceAtOnceAndAfterwardsHasOneEffect() {
        IntStream.range(0, 5).parallel().forEach(i -> bus.send(id, order(null)));
        awaitStatus(id, "processed");
        bus.send(id, order(null));

        await().untilAsserted(() -> assertThat(table.ask("select repeats from inbox where order_id = ?", id))
                .isEqualTo("5"));
        assertThat(table.effects(id)).isOne();
    }

    @Test
    void anotherOrderUnderTheSameIdIsParkedAndTheFirstStaysProcessed() {
        bus.send(id, order(null));
        awaitStatus(id, "processed");
        bus.send(id, new Order("somebody else", List.of(new OrderLine("CUP", 1)), null));

        awaitParked(id, ParkReason.KEY_REUSED);
        assertThat(table.effects(id)).isOne();
        assertThat(status(id).jsonPath().getString("status")).isEqualTo("processed");
    }

    @Test
    void aFailedAttemptLeavesNothingBehindAndIsTriedAgain() {
        bus.send(id, order(ScriptedHandler.FAIL_TWICE));

        awaitStatus(id, "processed");
        assertThat(handler.attempts(id)).isEqualTo(3);
        assertThat(table.effects(id)).isOne();
        assertThat(table.ask("select reason from retrying where order_id = ?", id))
                .contains("scripted failure 2");
    }

    @Test
    void anOrderThatNeverSucceedsIsParkedByServiceBus() {
        bus.send(id, order(ScriptedHandler.FAIL));

        awaitParked(id, "MaxDeliveryCountExceeded");
        assertThat(table.effects(id)).isZero();
        assertThat(status(id).jsonPath().getString("status")).isEqualTo("parked");
    }

    @Test
    void aRefusedOrderIsParkedAtTheFirstTry() {
        bus.send(id, order(ScriptedHandler.REFUSE));

        awaitParked(id, ParkReason.REFUSED);
        assertThat(handler.attempts(id)).isOne();
        assertThat(table.effects(id)).isZero();
        assertThat(table.ask("select description from parked where order_id = ?", id))
                .isEqualTo("scripted refusal");
    }

    @Test
    void anOrderThatViolatesAConstraintIsParkedWithTheField() {
        bus.send(id, new Order("c", List.of(new OrderLine("TEA-1", 0)), null));

        awaitParked(id, ParkReason.INVALID);
        assertThat(table.ask("select description from parked where order_id = ?", id))
                .contains("lines[0].quantity");
    }

    @Test
    void whatCannotBeDecodedIsParkedAndHoldsNobodyUp() {
        bus.send(new ServiceBusMessage(BinaryData.fromBytes(new byte[] {0, (byte) 0xff}))
                .setMessageId("poison-" + id)
                .setSubject("a\0b"));
        bus.send(id, order(null));

        awaitStatus(id, "processed");
        await().untilAsserted(
                        () -> assertThat(table.ask("select reason from parked where message_id = ?", "poison-" + id))
                                .isEqualTo(ParkReason.UNDECODABLE));
        assertThat(table.ask("select encode(body, 'hex') from parked where message_id = ?", "poison-" + id))
                .isEqualTo("00ff");
    }

    @Test
    void anUnreadableBodyUnderAReadableIdShowsInThatOrdersStatus() {
        ServiceBusMessage message = new ServiceBusMessage("{".getBytes(StandardCharsets.UTF_8))
                .setContentType("application/json")
                .setMessageId("broken-" + id);
        message.getApplicationProperties().put("sluice-order-id", id.toString());
        bus.send(message);

        awaitStatus(id, "parked");
        assertThat(status(id).jsonPath().getString("reason")).isEqualTo(ParkReason.UNDECODABLE);
    }

    private void awaitParked(UUID orderId, String reason) {
        await().untilAsserted(() -> assertThat(table.ask("select reason from parked where order_id = ?", orderId))
                .isEqualTo(reason));
    }

    private static void awaitStatus(UUID orderId, String expected) {
        await().untilAsserted(() ->
                assertThat(status(orderId).jsonPath().getString("status")).isEqualTo(expected));
    }

    private static Response status(UUID orderId) {
        return given().get("/api/orders/{id}", orderId);
    }
}
