package dev.sluice.consumer.inlet;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.consumer.Bus;
import dev.sluice.consumer.ScriptedHandler;
import dev.sluice.consumer.Table;
import dev.sluice.consumer.inlet.JavaWorkerInlet.NotSettledException;
import dev.sluice.consumer.processing.ParkReason;
import dev.sluice.consumer.store.DatabaseGate;
import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.OrderMessage;
import dev.sluice.telemetry.TraceContext;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The function as Azure Functions' Java worker calls it, on a real database. */
@QuarkusTest
class JavaWorkerInletIT {
    @Inject
    JavaWorkerInlet inlet;

    @Inject
    DatabaseGate gate;

    @Inject
    Table table;

    @Inject
    Bus bus;

    @Inject
    ScriptedOutlets outlets;

    @Inject
    InletChoice choice;

    @BeforeEach
    void awaitDatabase() {
        await().atMost(Duration.ofSeconds(60)).until(gate::isOpen);
    }

    @Test
    void anOrderHasItsEffectOnceHoweverOftenItComes() throws Exception {
        UUID order = UUID.randomUUID();
        take(message(order, "once"));
        take(message(order, "once"));
        assertThat(table.effects(order)).isOne();
    }

    @Test
    void whatFailsIsSentAgainUnderAnIdOfItsOwn() throws Exception {
        UUID order = UUID.randomUUID();
        ServiceBusMessage message = message(order, ScriptedHandler.FAIL);
        take(message);
        assertThat(bus.waiting()).contains(message.getMessageId() + "~p0~r1~o0");
        assertThat(table.effects(order)).isZero();
    }

    @Test
    void whatIsRefusedIsParkedWithItsReason() throws Exception {
        UUID order = UUID.randomUUID();
        take(message(order, ScriptedHandler.REFUSE));
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> table.ask("select reason from parked where order_id = ?", order),
                        ParkReason.REFUSED::equals);
        assertThat(table.effects(order)).isZero();
    }

    @Test
    void whatCanNotBeSentOnComesBack() {
        outlets.toFail.set(1);
        UUID order = UUID.randomUUID();
        assertThatThrownBy(() -> take(message(order, ScriptedHandler.FAIL))).isInstanceOf(NotSettledException.class);
    }

    /** Its HTTP function lets everybody in: nobody may post messages there. */
    @Test
    void nothingCanBePostedAndNothingIsReceived() {
        given().body("{}").post("/order-consumer").then().statusCode(404);
        assertThat(choice.kind()).isEqualTo(InletKind.JAVA_WORKER);
    }

    private void take(ServiceBusMessage message) throws NotSettledException {
        inlet.take(message.getBody().toBytes(), 1L, 1, "2026-11-22T09:15:02", message.getApplicationProperties());
    }

    private static ServiceBusMessage message(UUID order, String note) {
        return OrderCodec.encode(new OrderMessage(order, Bus.order(note), TraceContext.NONE));
    }
}
