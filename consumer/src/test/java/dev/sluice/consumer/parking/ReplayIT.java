package dev.sluice.consumer.parking;

import static dev.sluice.consumer.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.consumer.Bus;
import dev.sluice.consumer.ScriptedHandler;
import dev.sluice.consumer.Table;
import dev.sluice.consumer.inlet.ScriptedOutlets;
import dev.sluice.consumer.processing.ParkReason;
import dev.sluice.consumer.store.DatabaseGate;
import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.OrderMessage;
import dev.sluice.telemetry.TraceContext;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parked orders come back, once. The queue has duplicate detection, with a window of 10 minutes. */
@QuarkusTest
@TestProfile(ReplayIT.Quick.class)
class ReplayIT {
    static final int MAX_REPLAYS = 2;

    public static final class Quick implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "sluice.retry.max-attempts", "1",
                    "sluice.parking.poll-interval", "0.1S",
                    "sluice.parking.retry-delay", "0.2S",
                    "sluice.parking.max-replays", String.valueOf(MAX_REPLAYS));
        }
    }

    @Inject
    Bus bus;

    @Inject
    Table table;

    @Inject
    Parking parking;

    @Inject
    ScriptedHandler handler;

    @Inject
    ScriptedOutlets outlets;

    @Inject
    OperationPages pages;

    @Inject
    DatabaseGate gate;

    private final UUID id = UUID.randomUUID();

    @BeforeEach
    void awaitDatabase() {
        await().until(gate::isOpen);
    }

    @Test
    void anOrderIsProcessedAfterAll() {
        park(id, ScriptedHandler.FAIL_UNTIL_FIXED);
        assertThat(status()).isEqualTo("parked");
        handler.fix(id);

        JsonPath operation = parking.done(Action.REPLAY, parking.only(id, ",\"comment\":\"fixed\""));

        assertThat(operation.getMap("outcomes")).isEqualTo(Map.of("Replayed", 1));
        assertThat(operation.getString("comment")).isEqualTo("fixed");
        await().until(() -> status().equals("processed"));
        assertThat(table.effects(id)).isOne();
        assertThat(parking.newest(id, "state")).isEqualTo("replayed");
        assertThat(table.ask(
                        "select action || ' ' || outcome || ' ' || forced || ' ' || actor from parking_audit where order_id = ?",
                        id))
                .isEqualTo("replay Replayed false anonymous");
    }

    /** What is sent back is what came, but for the counters and the reason. */
    @Test
    void nothingOfTheMessageGetsLost() {
        ServiceBusMessage message = message(id, ScriptedHandler.REFUSE)
                .setCorrelationId("correlation")
                .setReplyTo("a");
        message.getApplicationProperties().put("of the sender", 7);
        message.getApplicationProperties().put("half", 0.5);
        bus.send(message);
        parking.await(id, ParkReason.REFUSED, 0);
        String before = parking.newest(id, "body::text || subject || content_type || enqueued_at || envelope");

        parking.done(Action.REPLAY, parking.only(id, ""));

        parking.await(id, ParkReason.REFUSED, 1);
        assertThat(parking.newest(id, "body::text || subject || content_type || enqueued_at || envelope"))
                .isEqualTo(before)
                .contains("correlation");
        assertThat(parking.newest(id, "message_id")).isEqualTo(message.getMessageId() + "~p1~r0~o0");
        assertThat(parking.newest(id, "properties->>'of the sender'")).isEqualTo("7");
        assertThat(parking.newest(id, "properties->>'half'")).isEqualTo("0.5");
    }

    /** Who asks twice, or two at once, get it done once. */
    @Test
    void replayingTwiceHasOneEffect() {
        List<UUID> ids = Stream.generate(UUID::randomUUID).limit(20).toList();
        ids.forEach(order ->
                bus.send(message(order, ScriptedHandler.FAIL_UNTIL_FIXED).setSubject("twice")));
        ids.forEach(order -> parking.await(order, ParkReason.RETRIES_EXHAUSTED, 0));
        ids.forEach(handler::fix);

        List<Map<String, Integer>> outcomes = IntStream.range(0, 3)
                .parallel()
                .mapToObj(i -> parking.outcomes(Action.REPLAY, "{\"filter\":{\"subject\":\"twice\"}}"))
                .toList();

        assertThat(outcomes.stream()
                        .mapToInt(some -> some.getOrDefault("Replayed", 0))
                        .sum())
                .isEqualTo(20);
        ids.forEach(order -> await().until(() -> table.effects(order) == 1));
        assertThat(table.ask("select sum(repeats) from inbox where order_id = any (?::uuid[])", array(ids)))
                .isEqualTo("0");
        assertThat(parking.outcomes(Action.REPLAY, parking.only(ids.get(0), "")))
                .isEqualTo(Map.of("NotParked", 1));
    }

    /** As if the process had died between sending and marking: the same copy goes out again and the broker drops it. */
    @Test
    void aCopyThatIsSentTwiceArrivesOnce() {
        park(id, ScriptedHandler.FAIL_UNTIL_FIXED);
        handler.fix(id);
        outlets.toDoubt.set(1);

        Map<String, Integer> outcomes = parking.outcomes(Action.REPLAY, parking.only(id, ""));

        assertThat(outcomes).isEqualTo(Map.of("Replayed", 1));
        assertThat(outlets.left()).isZero();
        await().until(() -> status().equals("processed"));
        await().until(() -> bus.waiting().stream().noneMatch(waiting -> waiting.startsWith(id.toString())));
        assertThat(handler.attempts(id)).isEqualTo(2);
        assertThat(table.ask("select repeats from inbox where order_id = ?", id))
                .isEqualTo("0");
    }

    /** The broker away, or the process dead between marking and sending: no order is left behind. */
    @Test
    void aCopyThatCouldNotBeSentIsSentLater() {
        park(id, ScriptedHandler.FAIL_UNTIL_FIXED);
        handler.fix(id);
        outlets.toFail.set(3);

        parking.done(Action.REPLAY, parking.only(id, ""));

        assertThat(outlets.left()).isZero();
        await().until(() -> status().equals("processed"));
    }

    @Test
    void whatADeadInstanceLeftBehindIsTakenUp() {
        park(id, ScriptedHandler.FAIL_UNTIL_FIXED);
        handler.fix(id);
        UUID operation = UUID.randomUUID();
        table.ask(
                "update parked set state = 'replaying', operation = ?, state_since = now() where order_id = ?",
                operation,
                id);
        assertThat(status()).isEqualTo("replaying");

        // What it had not come to is replayed as well.
        UUID other = UUID.randomUUID();
        park(other, ScriptedHandler.FAIL_UNTIL_FIXED);
        handler.fix(other);
        table.ask(
                "insert into parking_operation (id, action, selection, rate, force, requested_by, matched)"
                        + " values (?, 'replay', ?::jsonb, 10, false, 'the dead', 2)",
                operation,
                "{\"keys\":[{\"namespace\":\"%s\",\"sequenceNumber\":%s}]}"
                        .formatted(parking.newest(other, "namespace"), parking.newest(other, "sequence_number")));

        assertThat(parking.awaitEnd("/api/parked/operations/" + operation).getMap("outcomes"))
                .isEqualTo(Map.of("Replayed", 2));
        await().until(() -> table.effects(id) == 1 && table.effects(other) == 1);
    }

    @Test
    void nobodyElseWorksOnAnOperationThatIsTaken() {
        UUID operation = UUID.randomUUID();
        table.ask(
                "insert into parking_operation (id, action, selection, rate, force, requested_by, matched, due_at)"
                        + " values (?, 'replay', '{\"reason\":\"nobody has it\"}', 1, false, 'x', 0, now() - interval '1 day')",
                operation);

        long takers =
                IntStream.range(0, 8).parallel().filter(i -> take(operation)).count();

        assertThat(takers).isLessThanOrEqualTo(1);
        table.ask("update parking_operation set finished_at = now() where id = ?", operation);
    }

    /** It may have been processed and forgotten. */
    @Test
    void anOldOrderIsReplayedByForceOnly() {
        park(id, ScriptedHandler.FAIL_UNTIL_FIXED);
        handler.fix(id);
        table.ask("update parked set enqueued_at = now() - interval '31 days' where order_id = ?", id);

        assertThat(parking.outcomes(Action.REPLAY, parking.only(id, ""))).isEqualTo(Map.of("TooOldToReplay", 1));
        assertThat(status()).isEqualTo("parked");
        assertThat(handler.attempts(id)).isOne();

        assertThat(parking.outcomes(Action.REPLAY, parking.only(id, ",\"force\":true")))
                .isEqualTo(Map.of("Replayed", 1));
        await().until(() -> status().equals("processed"));
        assertThat(audited("TooOldToReplay")).isEqualTo("f");
        assertThat(audited("Replayed")).isEqualTo("t");
    }

    @Test
    void anOrderIsNotReplayedForEver() {
        park(id, ScriptedHandler.FAIL_UNTIL_FIXED);
        for (int replays = 1; replays <= MAX_REPLAYS; replays++) {
            parking.done(Action.REPLAY, parking.only(id, ""));
            parking.await(id, ParkReason.RETRIES_EXHAUSTED, replays);
        }

        assertThat(parking.outcomes(Action.REPLAY, parking.only(id, ""))).isEqualTo(Map.of("TooManyReplays", 1));
        handler.fix(id);
        assertThat(parking.outcomes(Action.REPLAY, parking.only(id, ",\"force\":true")))
                .isEqualTo(Map.of("Replayed", 1));
        await().until(() -> status().equals("processed"));
        assertThat(handler.attempts(id)).isEqualTo(MAX_REPLAYS + 2);
        assertThat(table.effects(id)).isOne();
        assertThat(audited("Replayed")).isEqualTo("t");
    }

    @Test
    void whatTheInboxKnowsCanOnlyBeDiscarded() {
        park(id, ScriptedHandler.FAIL);
        table.ask("insert into inbox (order_id, body_hash) values (?, 'another')", id);

        assertThat(parking.outcomes(Action.REPLAY, parking.only(id, ",\"force\":true")))
                .isEqualTo(Map.of("AlreadyProcessed", 1));
        given().get(
                        "/api/parked/{namespace}/{number}",
                        parking.newest(id, "namespace"),
                        parking.newest(id, "sequence_number"))
                .then()
                .statusCode(200)
                .body("replay", equalTo("AlreadyProcessed"))
                .body("state", equalTo("parked"));
        assertThat(parking.outcomes(Action.DISCARD, parking.only(id, ""))).isEqualTo(Map.of("Discarded", 1));
        assertThat(parking.newest(id, "state")).isEqualTo("discarded");
        assertThat(status()).isEqualTo("processed");
        assertThat(handler.attempts(id)).isOne();
    }

    @Test
    void aDiscardedOrderStaysThat() {
        park(id, ScriptedHandler.FAIL);

        parking.done(Action.DISCARD, parking.only(id, ""));

        assertThat(status()).isEqualTo("discarded");
        assertThat(parking.outcomes(Action.REPLAY, parking.only(id, ""))).isEqualTo(Map.of("NotParked", 1));
        assertThat(handler.attempts(id)).isOne();
    }

    @Test
    void whatIsNoOrderIsNotReplayed() {
        bus.send(new ServiceBusMessage("x").setMessageId("no order " + id).setSubject("no order " + id));
        await().until(() -> table.ask("select 1 from parked where message_id = ?", "no order " + id) != null);

        assertThat(parking.outcomes(Action.REPLAY, "{\"filter\":{\"subject\":\"no order " + id + "\"},\"force\":true}"))
                .isEqualTo(Map.of("NotAnOrder", 1));
    }

    @Test
    void aNamespaceThatIsNotConfiguredGetsNothing() {
        park(id, ScriptedHandler.FAIL);
        table.ask("update parked set namespace = 'elsewhere' where order_id = ?", id);

        assertThat(parking.outcomes(Action.REPLAY, parking.only(id, ",\"force\":true")))
                .isEqualTo(Map.of("NamespaceNotConfigured", 1));
    }

    @Test
    void aDryRunChangesNothing() {
        park(id, ScriptedHandler.FAIL);

        for (Action action : Action.values()) {
            parking.ask(action, parking.only(id, ",\"dryRun\":true"))
                    .statusCode(200)
                    .body("state", equalTo("dry-run"))
                    .body("matched", equalTo(1))
                    .body("outcomes", equalTo(Map.of(action == Action.REPLAY ? "Replayed" : "Discarded", 1)));
        }

        assertThat(parking.newest(id, "state")).isEqualTo("parked");
        assertThat(table.ask("select count(*) from parking_audit where order_id = ?", id))
                .isEqualTo("0");
        assertThat(handler.attempts(id)).isOne();
    }

    /** A lower bound only: how long it takes beyond that is the machine's matter. */
    @Test
    void goesNoFasterThanAskedFor() {
        table.ask("insert into parked (namespace, sequence_number, reason, properties, body, enqueued_at)"
                + " select 'rate', n, 'Rate', '{}', '', now() from generate_series(1, 15) as n");

        JsonPath operation = parking.done(Action.DISCARD, "{\"filter\":{\"reason\":\"Rate\"},\"rate\":5}");

        assertThat(operation.getMap("outcomes")).isEqualTo(Map.of("Discarded", 15));
        assertThat(Duration.between(
                        Instant.parse(operation.getString("requestedAt")),
                        Instant.parse(operation.getString("finishedAt"))))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void anOperationCanBeStopped() {
        table.ask("insert into parked (namespace, sequence_number, reason, properties, body, enqueued_at)"
                + " select 'stop', n, 'Stop', '{}', '', now() from generate_series(1, 50) as n");
        String location = parking.ask(Action.DISCARD, "{\"filter\":{\"reason\":\"Stop\"},\"rate\":1}")
                .statusCode(202)
                .extract()
                .header("Location");

        given().delete(location).then().statusCode(200);

        await().until(() -> given().get(location).jsonPath().getString("state").equals("cancelled"));
        assertThat(table.ask("select count(*) > 0 from parked where reason = 'Stop' and state = 'parked'"))
                .isEqualTo("t");
    }

    private boolean take(UUID operation) {
        try {
            return pages.take().filter(taken -> taken.id().equals(operation)).isPresent();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void park(UUID order, String script) {
        bus.send(message(order, script));
        parking.await(order, ParkReason.RETRIES_EXHAUSTED, 0);
    }

    /** Whether the last line with that outcome says that a limit was overridden. */
    private String audited(String outcome) {
        return table.ask(
                "select forced from parking_audit where order_id = ? and outcome = ? order by entry desc limit 1",
                id,
                outcome);
    }

    private String status() {
        return given().get("/api/orders/{id}", id).jsonPath().getString("status");
    }

    private static String array(List<UUID> ids) {
        return ids.toString().replace('[', '{').replace(']', '}');
    }

    private static ServiceBusMessage message(UUID order, String script) {
        return OrderCodec.encode(new OrderMessage(order, Bus.order(script), TraceContext.NONE));
    }
}
