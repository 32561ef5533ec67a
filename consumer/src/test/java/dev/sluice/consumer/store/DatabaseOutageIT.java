package dev.sluice.consumer.store;

import static dev.sluice.consumer.Bus.order;
import static dev.sluice.consumer.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.consumer.Bus;
import dev.sluice.consumer.Table;
import dev.sluice.testkit.TcpProxy;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(DatabaseOutageIT.ShortHold.class)
@QuarkusTestResource(value = CuttableDatabase.class, restrictToAnnotatedClass = true)
class DatabaseOutageIT {
    public static final class ShortHold implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("sluice.inlet.outage-hold", "1S");
        }
    }

    TcpProxy database;

    @Inject
    Bus bus;

    @Inject
    Table table;

    @Inject
    DatabaseGate gate;

    /** More orders than are processed at once, and an outage that outlasts the hold: nothing is parked, nothing is lost. */
    @Test
    void anOutageIsNotTheMessagesFault() {
        await().until(gate::isOpen);
        List<UUID> ids = Stream.generate(UUID::randomUUID).limit(40).toList();
        database.cut();
        ids.forEach(id -> bus.send(id, order(null)));

        await().until(() -> gate.closedFor().compareTo(Duration.ofSeconds(3)) > 0);
        given().get("/api/orders/" + ids.get(0))
                .then()
                .statusCode(503)
                .contentType("application/problem+json")
                .header("Retry-After", notNullValue())
                .body("type", equalTo("urn:sluice:problem:database-unavailable"));
        given().get("/q/health/ready").then().statusCode(503);
        given().get("/q/health/live").then().statusCode(200);

        database.mend();

        await().untilAsserted(
                        () -> ids.forEach(id -> assertThat(table.effects(id)).isOne()));
        assertThat(table.ask("select count(*) from parked")).isEqualTo("0");
    }

    /** Nothing else is there to notice the outage: the message itself comes across it, and stays on its queue. */
    @Test
    void aParkedMessageOutlastsAnOutage() {
        await().until(gate::isOpen);
        String id = UUID.randomUUID().toString();
        database.cut();
        bus.park(new ServiceBusMessage("x").setMessageId(id));

        await().until(() -> !gate.isOpen());
        database.mend();

        await().until(gate::isOpen);
        await().until(() -> table.ask("delete from parked where message_id = ? returning message_id", id) != null);
    }
}
