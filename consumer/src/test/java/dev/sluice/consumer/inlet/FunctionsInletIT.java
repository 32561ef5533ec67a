package dev.sluice.consumer.inlet;

import static dev.sluice.consumer.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import dev.sluice.consumer.Bus;
import dev.sluice.consumer.ScriptedHandler;
import dev.sluice.consumer.Table;
import dev.sluice.consumer.inlet.HostEncoder.DataType;
import dev.sluice.consumer.inlet.HostEncoder.Sent;
import dev.sluice.consumer.processing.ParkReason;
import dev.sluice.consumer.store.DatabaseGate;
import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.OrderMessage;
import dev.sluice.telemetry.TraceContext;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the Functions host is answered. Copies stay on the queue here: there is no host that would receive them. */
@QuarkusTest
@TestProfile(FunctionsInletIT.UnderHost.class)
class FunctionsInletIT {
    private static final Duration HANDLER_TIMEOUT = Duration.ofSeconds(2);

    public static final class UnderHost implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "sluice.inlet.kind", "functions",
                    "sluice.functions.batch-size", "100",
                    "sluice.handler.timeout", HANDLER_TIMEOUT.toString(),
                    "sluice.retry.initial-delay", "10M");
        }
    }

    @Inject
    Bus bus;

    @Inject
    Table table;

    @Inject
    ScriptedHandler handler;

    @Inject
    ScriptedOutlets outlets;

    @Inject
    DatabaseGate gate;

    private final UUID id = UUID.randomUUID();

    @BeforeEach
    void awaitDatabase() {
        await().until(gate::isOpen);
    }

    @ParameterizedTest
    @EnumSource(DataType.class)
    void anOrderInEveryEncoding(DataType type) {
        invoke("order-consumer", HostEncoder.one(type, sent(id, null))).statusCode(200);

        assertThat(table.effects(id)).isOne();
    }

    @ParameterizedTest
    @EnumSource(DataType.class)
    void eachMessageOfABatchHasItsOwnFate(DataType type) {
        List<UUID> ids = Stream.generate(UUID::randomUUID).limit(4).toList();
        Sent poison = new Sent(
                "{\"no\":\"order\"}".getBytes(StandardCharsets.UTF_8),
                "poison-" + id,
                7,
                null,
                "application/json",
                null,
                Map.of("sluice-order-id", id.toString()),
                1,
                Instant.now());
        byte[] batch = HostEncoder.many(
                type,
                List.of(
                        sent(ids.get(0), null),
                        poison,
                        sent(ids.get(1), ScriptedHandler.FAIL),
                        sent(ids.get(2), ScriptedHandler.REFUSE),
                        sent(ids.get(3), null)));

        invoke("order-consumer", batch).statusCode(200);

        assertThat(table.effects(ids.get(0))).isOne();
        assertThat(table.effects(ids.get(3))).isOne();
        assertThat(bus.waiting())
                .anyMatch(copy -> copy.startsWith(ids.get(1).toString()) && copy.endsWith("~p0~r1~o0"));
        awaitParked(id, ParkReason.UNDECODABLE);
        awaitParked(ids.get(2), ParkReason.REFUSED);
        given().get("/api/orders/" + ids.get(1))
                .then()
                .body("status", equalTo("retrying"))
                .body("attempts", equalTo(1))
                .body("nextAttempt", notNullValue());
    }

    /** The whole batch comes back; what had its effect or its copy is absorbed. */
    @Test
    void aSendThatFailsBringsTheInvocationBack() {
        List<UUID> ids = Stream.generate(UUID::randomUUID).limit(3).toList();
        byte[] batch = HostEncoder.many(
                DataType.BINARY,
                List.of(
                        sent(ids.get(0), null),
                        sent(ids.get(1), ScriptedHandler.FAIL),
                        sent(ids.get(2), ScriptedHandler.REFUSE)));

        outlets.toFail.set(2);
        invoke("order-consumer", batch).statusCode(500);
        outlets.toFail.set(1);
        invoke("order-consumer", batch).statusCode(500);
        assertThat(outlets.left()).isZero();
        invoke("order-consumer", batch).statusCode(200);
        invoke("order-consumer", batch).statusCode(200);

        assertThat(table.effects(ids.get(0))).isOne();
        assertThat(bus.waiting())
                .filteredOn(copy -> copy.startsWith(ids.get(1).toString()))
                .hasSize(1);
        awaitParked(ids.get(2), ParkReason.REFUSED);
    }

    /** Interrupted and rolled back before the lock is over, and then it counts as a failed attempt. */
    @Test
    void aHandlerThatHangsIsEnded() {
        invoke("order-consumer", HostEncoder.one(DataType.BINARY, sent(id, ScriptedHandler.WAIT)))
                .statusCode(200);

        assertThat(table.effects(id)).isZero();
        assertThat(table.ask("select reason from retrying where order_id = ?", id))
                .contains("sluice.handler.timeout");
        assertThat(bus.waiting()).anyMatch(copy -> copy.startsWith(id.toString()) && copy.endsWith("~p0~r1~o0"));
        handler.release(id);
        invoke("order-consumer", HostEncoder.one(DataType.BINARY, sent(id, null)))
                .statusCode(200);
        assertThat(table.effects(id)).isOne();
    }

    /** Its effects need no second namespace, but its copies and parked messages must not go to the first. */
    @Test
    void theSecondNamespacesMessagesGoNowhereElse() {
        invoke("order-consumer-secondary", HostEncoder.one(DataType.BINARY, sent(id, null)))
                .statusCode(200);
        assertThat(table.effects(id)).isOne();

        UUID other = UUID.randomUUID();
        invoke("order-consumer-secondary", HostEncoder.one(DataType.BINARY, sent(other, ScriptedHandler.FAIL)))
                .statusCode(500);
        assertThat(bus.waiting()).noneMatch(copy -> copy.startsWith(other.toString()));
    }

    @Test
    void theFunctionsOfATopicAreTheSame() {
        invoke("order-consumer-topic", HostEncoder.one(DataType.BINARY, sent(id, null)))
                .statusCode(200);
        invoke("order-consumer-topic-secondary", HostEncoder.one(DataType.BINARY, sent(id, null)))
                .statusCode(200);

        assertThat(table.effects(id)).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "null", "[1]", "{\"Data\":", "{\"Data\":{\"x\":\"\"},\"Metadata\":{}}"})
    void whatIsNoInvocationIsRefusedWithTheFullAnswer(String body) {
        invoke("order-consumer", body.getBytes(StandardCharsets.UTF_8)).statusCode(400);
    }

    @Test
    void aMessageWithoutBodyOrPropertiesIsParked() {
        int before = Integer.parseInt(table.ask("select count(*) from parked where order_id is null"));
        invoke(
                        "order-consumer",
                        "{\"Data\":{},\"Metadata\":{\"ApplicationProperties\":{}}}".getBytes(StandardCharsets.UTF_8))
                .statusCode(200);

        await().untilAsserted(() -> assertThat(table.ask("select count(*) from parked where order_id is null"))
                .isEqualTo(String.valueOf(before + 1)));
    }

    @Test
    void aLargeInvocationIsTaken() {
        Sent one = sent(id, null);
        Sent large = new Sent(new byte[256 << 10], "large", 1, null, null, null, Map.of(), 1, Instant.now());
        byte[] batch = HostEncoder.many(
                DataType.BINARY,
                Stream.concat(Stream.of(one), Stream.generate(() -> large).limit(20))
                        .toList());
        assertThat(batch.length).isGreaterThan(5 << 20);

        invoke("order-consumer", batch).statusCode(200);

        assertThat(table.effects(id)).isOne();
    }

    @Test
    void theHostSeesAtOnceThatTheHandlerListens() {
        assertThat(given().get("/").statusCode()).isBetween(200, 499);
    }

    private ValidatableResponse invoke(String function, byte[] invocation) {
        return given().contentType("application/json; charset=utf-8")
                .body(invocation)
                .post("/" + function)
                .then()
                .contentType("application/json")
                .body(equalTo(HostStandIn.ANSWER));
    }

    private void awaitParked(UUID order, String reason) {
        await().untilAsserted(() -> assertThat(table.ask("select reason from parked where order_id = ?", order))
                .isEqualTo(reason));
    }

    private static Sent sent(UUID order, String script) {
        var message = OrderCodec.encode(new OrderMessage(order, Bus.order(script), TraceContext.NONE));
        return new Sent(
                message.getBody().toBytes(),
                message.getMessageId(),
                1,
                message.getSubject(),
                message.getContentType(),
                null,
                message.getApplicationProperties(),
                1,
                Instant.now());
    }
}
