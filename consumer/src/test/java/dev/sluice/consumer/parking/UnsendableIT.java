package dev.sluice.consumer.parking;

import static dev.sluice.consumer.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.consumer.Bus;
import dev.sluice.consumer.ScriptedHandler;
import dev.sluice.consumer.Table;
import dev.sluice.consumer.processing.ParkReason;
import dev.sluice.consumer.store.DatabaseGate;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A parked order that no queue takes back: the operation ends, and the order is parked as before. */
@QuarkusTest
@TestProfile(ReplayIT.Quick.class)
class UnsendableIT {
    private static final int MORE_THAN_A_QUEUE_TAKES = 2 << 20;

    @Inject
    Bus bus;

    @Inject
    Table table;

    @Inject
    Parking parking;

    @Inject
    DatabaseGate gate;

    private final UUID id = UUID.randomUUID();

    @Test
    void isParkedAsBefore() {
        await().until(gate::isOpen);
        bus.send(id, Bus.order(ScriptedHandler.FAIL));
        parking.await(id, ParkReason.RETRIES_EXHAUSTED, 0);
        table.ask(
                "update parked set body = convert_to(repeat('x', ?), 'UTF8') where order_id = ?",
                MORE_THAN_A_QUEUE_TAKES,
                id);

        Map<String, Integer> outcomes = parking.outcomes(Action.REPLAY, parking.only(id, ""));

        assertThat(outcomes).isEqualTo(Map.of("NotSendable", 1));
        assertThat(parking.newest(id, "state")).isEqualTo("parked");
        assertThat(parking.newest(id, "operation::text")).isNull();
        assertThat(table.ask("select outcome from parking_audit where order_id = ?", id))
                .isEqualTo("NotSendable");
        assertThat(parking.outcomes(Action.DISCARD, parking.only(id, ""))).isEqualTo(Map.of("Discarded", 1));
    }
}
