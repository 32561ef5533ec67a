package dev.sluice.consumer.inlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.consumer.Bus;
import dev.sluice.consumer.ScriptedHandler;
import dev.sluice.consumer.Table;
import dev.sluice.consumer.inlet.JavaWorkerInlet.NotSettledException;
import dev.sluice.consumer.store.DatabaseGate;
import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.OrderMessage;
import dev.sluice.telemetry.TraceContext;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
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
    void whatFailsComesBack() {
        UUID order = UUID.randomUUID();
        ServiceBusMessage message = message(order, ScriptedHandler.FAIL);
        assertThatThrownBy(() -> take(message))
                .isInstanceOf(NotSettledException.class)
                .hasMessageContaining("to be tried again");
        assertThat(table.effects(order)).isZero();
    }

    @Test
    void whatIsRefusedIsNeverTakenForDone() {
        UUID order = UUID.randomUUID();
        ServiceBusMessage message = message(order, ScriptedHandler.REFUSE);
        assertThatThrownBy(() -> take(message)).hasMessageContaining("RefusedByHandler");
        assertThatThrownBy(() -> inlet.take(
                        "{".getBytes(StandardCharsets.UTF_8),
                        1L,
                        1,
                        "2026-11-22T09:15:02",
                        message.getApplicationProperties()))
                .hasMessageContaining("UndecodableMessage");
        assertThat(table.effects(order)).isZero();
    }

    private void take(ServiceBusMessage message) throws NotSettledException {
        inlet.take(message.getBody().toBytes(), 1L, 1, "2026-11-22T09:15:02", message.getApplicationProperties());
    }

    private static ServiceBusMessage message(UUID order, String note) {
        return OrderCodec.encode(new OrderMessage(order, Bus.order(note), TraceContext.NONE));
    }
}
