package dev.sluice.consumer.inlet;

import static dev.sluice.consumer.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.consumer.Bus;
import dev.sluice.consumer.ScriptedHandler;
import dev.sluice.consumer.Table;
import dev.sluice.consumer.parking.Action;
import dev.sluice.consumer.parking.Parking;
import dev.sluice.consumer.processing.ParkReason;
import dev.sluice.consumer.store.DatabaseGate;
import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.OrderMessage;
import dev.sluice.telemetry.TraceContext;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes by two namespaces is processed alike, and stays in the one it came from until it is in the database. */
abstract class TwoNamespacesBehaviour {
    static final Map<String, String> SETTINGS = Map.of(
            "sluice.inlet.concurrency", "4",
            "sluice.retry.max-attempts", "2",
            "sluice.retry.initial-delay", "0.1S",
            "sluice.retry.max-delay", "0.3S",
            "sluice.parking.poll-interval", "0.1S");

    TwoBuses.Bus primary;
    TwoBuses.Bus secondary;

    @Inject
    Table table;

    @Inject
    ScriptedHandler handler;

    @Inject
    ScriptedOutlets outlets;

    @Inject
    Parking parking;

    @Inject
    DatabaseGate gate;

    private final UUID inPrimary = UUID.randomUUID();
    private final UUID inSecondary = UUID.randomUUID();

    @BeforeEach
    void awaitDatabase() {
        await().until(gate::isOpen);
    }

    @Test
    void ordersOfBothAreProcessed() {
        primary.send("orders", message(inPrimary, null));
        secondary.send("orders", message(inSecondary, null));

        await().until(() -> table.effects(inPrimary) == 1 && table.effects(inSecondary) == 1);
    }

    /** As after a change-over whose first send had arrived after all. */
    @Test
    void anOrderThatIsInBothHasOneEffect() {
        primary.send("orders", message(inPrimary, null));
        secondary.send("orders", message(inPrimary, null));

        await().untilAsserted(() -> assertThat(table.ask("select repeats from inbox where order_id = ?", inPrimary))
                .isEqualTo("1"));
        assertThat(table.effects(inPrimary)).isOne();
    }

    /** The copy of a failed order, too: only it can fail for the last time, and so be parked there. */
    @Test
    void whatIsParkedKeepsItsNamespace() {
        secondary.send("orders", message(inSecondary, ScriptedHandler.FAIL));
        primary.send("orders", message(inPrimary, ScriptedHandler.FAIL));

        awaitParked(inPrimary, ServiceBusNamespace.PRIMARY);
        awaitParked(inSecondary, ServiceBusNamespace.SECONDARY);
        assertThat(handler.attempts(inPrimary)).isEqualTo(2);
        assertThat(handler.attempts(inSecondary)).isEqualTo(2);
    }

    /** Nothing of it may reach the primary, which could drop it as a repeat or be another region. */
    @Test
    void aReplayGoesBackToWhereTheOrderCameFrom() {
        secondary.send("orders", message(inSecondary, ScriptedHandler.FAIL_UNTIL_FIXED));
        awaitParked(inSecondary, ServiceBusNamespace.SECONDARY);
        handler.fix(inSecondary);
        outlets.toFail.set(1000);

        assertThat(parking.outcomes(Action.REPLAY, parking.only(inSecondary, "")))
                .isEqualTo(Map.of("Replayed", 1));

        await().until(() -> table.effects(inSecondary) == 1);
        assertThat(outlets.toFail.getAndSet(0)).isEqualTo(1000);
    }

    @Test
    void theDeadLettersOfTheParkedMessagesAreMovedToo() {
        await().untilAsserted(() -> {
            assertThat(namespaceOf(primary.deadLetter())).isEqualTo(ServiceBusNamespace.PRIMARY);
            assertThat(namespaceOf(secondary.deadLetter())).isEqualTo(ServiceBusNamespace.SECONDARY);
        });
        assertThat(table.ask("select reason from parked where message_id = ?", primary.deadLetter()))
                .isEqualTo("ByHand");
    }

    @Test
    void oneThatIsAwayDoesNotDisturbTheOther() {
        secondary.proxy().cut();
        try {
            secondary.send("orders", message(inSecondary, null));
            primary.send("orders", message(inPrimary, null));

            await().until(() -> table.effects(inPrimary) == 1);
            await().untilAsserted(() -> given().get("/q/health/ready")
                    .then()
                    .statusCode(200)
                    .body("checks.find { it.name == 'Service Bus' }.data.primary", equalTo("up"))
                    .body("checks.find { it.name == 'Service Bus' }.data.secondary", not(equalTo("up"))));
        } finally {
            secondary.proxy().mend();
        }
    }

    static ServiceBusMessage message(UUID order, String script) {
        return OrderCodec.encode(new OrderMessage(order, Bus.order(script), TraceContext.NONE));
    }

    private void awaitParked(UUID order, String namespace) {
        await().untilAsserted(() -> assertThat(
                        table.ask("select reason || ' in ' || namespace from parked where order_id = ?", order))
                .isEqualTo(ParkReason.RETRIES_EXHAUSTED + " in " + namespace));
    }

    private String namespaceOf(String messageId) {
        return table.ask("select namespace from parked where message_id = ?", messageId);
    }
}
