package dev.sluice.consumer.inlet;

import static dev.sluice.consumer.Bus.order;
import static dev.sluice.consumer.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.consumer.Bus;
import dev.sluice.consumer.ScriptedHandler;
import dev.sluice.consumer.Table;
import dev.sluice.consumer.parking.Action;
import dev.sluice.consumer.parking.Parking;
import dev.sluice.consumer.processing.ParkReason;
import dev.sluice.consumer.store.DatabaseGate;
import dev.sluice.messaging.Order;
import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.OrderLine;
import dev.sluice.messaging.OrderMessage;
import dev.sluice.telemetry.TraceContext;
import dev.sluice.testkit.TcpProxy;
import io.micrometer.core.instrument.MeterRegistry;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a message, whichever inlet it comes by. The queue has duplicate detection, with a window of 10 minutes. */
abstract class InletBehaviour {
    static final int MAX_ATTEMPTS = 4;
    /** Of queue orders: more deliveries than that, and Service Bus itself parks a message. */
    static final int MAX_DELIVERY_COUNT = 10;

    static final Map<String, String> QUICK = Map.of(
            "sluice.retry.max-attempts", String.valueOf(MAX_ATTEMPTS),
            "sluice.retry.initial-delay", "0.1S",
            "sluice.retry.max-delay", "0.3S",
            "sluice.retry.contention-delay", "0.05S",
            "sluice.retry.outage-delay", "0.5S",
            "sluice.inlet.outage-hold", "1S",
            "sluice.parking.poll-interval", "0.1S",
            "sluice.database.lock-timeout", "0.1S");

    TcpProxy database;

    @Inject
    Bus bus;

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

    @Inject
    DataSource dataSource;

    @Inject
    MeterRegistry metrics;

    private final UUID id = UUID.randomUUID();

    @BeforeEach
    void awaitDatabase() {
        await().until(gate::isOpen);
    }

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

        await().untilAsserted(() -> assertThat(repeats(id)).isEqualTo("5"));
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
        bus.send(message(ScriptedHandler.FAIL_TWICE));

        awaitStatus(id, "processed");
        assertThat(handler.attempts(id)).isEqualTo(3);
        assertThat(table.effects(id)).isOne();
        assertThat(repeats(id)).isEqualTo("0");
        assertThat(table.ask("select reason from retrying where order_id = ?", id))
                .contains("scripted failure 2");
        assertThat(table.ask("select attempts from retrying where order_id = ?", id))
                .isEqualTo("2");
        assertThat(retried("failure")).isGreaterThanOrEqualTo(2);
    }

    /** Neither is the mark committed without the effect, nor the message left to nobody. */
    @Test
    void anErrorLeavesNothingBehindEither() {
        bus.send(message(ScriptedHandler.ERROR_ONCE));

        awaitStatus(id, "processed");
        assertThat(handler.attempts(id)).isEqualTo(2);
        assertThat(table.effects(id)).isOne();
        assertThat(repeats(id)).isEqualTo("0");
    }

    /** Retried several times within one window of duplicate detection, and everything of the message is still there. */
    @Test
    void anOrderThatNeverSucceedsIsParkedWhole() {
        ServiceBusMessage message = message(ScriptedHandler.FAIL);
        String messageId = message.getMessageId();
        message.getApplicationProperties().put("of the sender", 7);
        message.getApplicationProperties()
                .put("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        bus.send(message);

        awaitParked(id, ParkReason.RETRIES_EXHAUSTED);
        assertThat(handler.attempts(id)).isEqualTo(MAX_ATTEMPTS);
        assertThat(table.effects(id)).isZero();
        assertThat(status(id).jsonPath().getString("status")).isEqualTo("parked");
        assertThat(parked("description")).contains("scripted failure " + MAX_ATTEMPTS);
        assertThat(parked("message_id")).isEqualTo(messageId + "~p0~r" + (MAX_ATTEMPTS - 1) + "~o0");
        assertThat(parked("subject")).isEqualTo(message.getSubject());
        assertThat(parked("content_type")).isEqualTo(message.getContentType());
        assertThat(parked("encode(body, 'escape')")).isEqualTo(message.getBody().toString());
        assertThat(parked("properties->>'of the sender'")).isEqualTo("7");
        assertThat(parked("properties->>'traceparent'")).startsWith("00-4bf92f");
        assertThat(parked("properties->>'cloudEvents_id'")).isEqualTo(messageId);
        assertThat(parked("(properties->>'sluice-first-enqueued')::timestamptz = enqueued_at"))
                .isEqualTo("t");
    }

    @Test
    void aCopyThatCannotBeSentLosesNothing() {
        outlets.toFail.set(1);
        bus.send(message(ScriptedHandler.FAIL_TWICE));

        awaitStatus(id, "processed");
        assertThat(outlets.left()).isZero();
        assertThat(table.effects(id)).isOne();
    }

    /** As if the process had died between the two: the copy is there, the original comes back and makes the same copy. */
    @Test
    void aCopyThatIsSentTwiceArrivesOnce() {
        outlets.toDoubt.set(1);
        bus.send(message(ScriptedHandler.FAIL_TWICE));

        awaitStatus(id, "processed");
        assertThat(handler.attempts(id)).isEqualTo(3);
        assertNothingWaits();
        assertThat(table.effects(id)).isOne();
        assertThat(repeats(id)).isEqualTo("0");
    }

    /** Within one window of duplicate detection: an id that came twice would be dropped, and the order with it. */
    @Test
    void anOrderThatIsRetriedParkedReplayedAndRetriedAgainIsProcessedOnce() {
        int failures = 2 * MAX_ATTEMPTS + 2;
        bus.send(message(ScriptedHandler.FAIL_TIMES + failures));
        parking.await(id, ParkReason.RETRIES_EXHAUSTED, 0);
        parking.done(Action.REPLAY, parking.only(id, ""));
        parking.await(id, ParkReason.RETRIES_EXHAUSTED, 1);
        assertThat(handler.attempts(id)).isEqualTo(2 * MAX_ATTEMPTS);

        parking.done(Action.REPLAY, parking.only(id, ""));

        awaitStatus(id, "processed");
        assertThat(handler.attempts(id)).isEqualTo(failures + 1);
        assertThat(table.effects(id)).isOne();
        assertThat(repeats(id)).isEqualTo("0");
        assertNothingWaits();
    }

    @Test
    void aRefusedOrderIsParkedAtTheFirstTry() {
        bus.send(id, order(ScriptedHandler.REFUSE));

        awaitParked(id, ParkReason.REFUSED);
        assertThat(handler.attempts(id)).isOne();
        assertThat(table.effects(id)).isZero();
        assertThat(parked("description")).isEqualTo("scripted refusal");
    }

    @Test
    void anOrderThatViolatesAConstraintIsParkedWithTheField() {
        bus.send(id, new Order("c", List.of(new OrderLine("TEA-1", 0)), null));

        awaitParked(id, ParkReason.INVALID);
        assertThat(parked("description")).contains("lines[0].quantity");
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

    @Test
    void countersFromOutsideThatMakeNoSenseCountAsNone() {
        ServiceBusMessage message = message(ScriptedHandler.FAIL);
        message.getApplicationProperties().put("sluice-attempts", -5L);
        message.getApplicationProperties().put("sluice-deferrals", "many");
        message.getApplicationProperties().put("sluice-first-enqueued", "tomorrow");
        bus.send(message);

        awaitParked(id, ParkReason.RETRIES_EXHAUSTED);
        assertThat(handler.attempts(id)).isEqualTo(MAX_ATTEMPTS);
        assertThat(parked("properties->>'sluice-deferrals'")).isEqualTo("0");
    }

    /** Met more often than a message may be delivered and an order attempted, and yet it is neither parked nor lost. */
    @Test
    void anotherTransactionInTheWayIsNotTheOrdersFault() throws Exception {
        double before = retried("contention");
        try (Connection other = dataSource.getConnection()) {
            other.setAutoCommit(false);
            try (var insert =
                    other.prepareStatement("insert into inbox (order_id, body_hash) values (?, 'held by another')")) {
                insert.setObject(1, id);
                insert.executeUpdate();
            }
            bus.send(message(null));
            await().until(() -> retried("contention") - before > MAX_DELIVERY_COUNT + 2);
            other.rollback();
        }

        awaitStatus(id, "processed");
        assertThat(table.effects(id)).isOne();
        assertThat(repeats(id)).isEqualTo("0");
    }

    /** Longer than all retries together. */
    @Test
    void anOutageIsNotTheOrdersFault() {
        List<UUID> ids = Stream.generate(UUID::randomUUID).limit(12).toList();
        database.cut();
        ids.forEach(order -> bus.send(message(order, null)));
        await().until(() -> gate.closedFor().compareTo(Duration.ofSeconds(4)) > 0);
        database.mend();

        ids.forEach(order -> awaitStatus(order, "processed"));
        ids.forEach(order -> {
            assertThat(table.effects(order)).isOne();
            assertThat(handler.attempts(order)).isOne();
            assertThat(table.ask("select 1 from retrying where order_id = ?", order))
                    .isNull();
        });
    }

    final double retried(String cause) {
        var counter = metrics.find("sluice.orders.retried").tag("cause", cause).counter();
        return counter == null ? 0 : counter.count();
    }

    private void assertNothingWaits() {
        // The effect is seen before the message is settled.
        await().untilAsserted(() -> assertThat(bus.waiting()).noneMatch(waiting -> waiting.startsWith(id.toString())));
    }

    private ServiceBusMessage message(String script) {
        return message(id, script);
    }

    private static ServiceBusMessage message(UUID order, String script) {
        return OrderCodec.encode(new OrderMessage(order, order(script), TraceContext.NONE));
    }

    private String repeats(UUID order) {
        return table.ask("select repeats from inbox where order_id = ?", order);
    }

    private String parked(String column) {
        return table.ask("select " + column + " from parked where order_id = ?", id);
    }

    private void awaitParked(UUID order, String reason) {
        await().untilAsserted(() -> assertThat(table.ask("select reason from parked where order_id = ?", order))
                .isEqualTo(reason));
    }

    private static void awaitStatus(UUID order, String expected) {
        await().untilAsserted(() ->
                assertThat(status(order).jsonPath().getString("status")).isEqualTo(expected));
    }

    private static Response status(UUID order) {
        return given().get("/api/orders/{id}", order);
    }
}
