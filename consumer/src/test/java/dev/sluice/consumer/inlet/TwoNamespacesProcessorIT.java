package dev.sluice.consumer.inlet;

import static dev.sluice.consumer.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.sluice.consumer.ScriptedHandler;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TwoNamespacesProcessorIT.Settings.class)
@QuarkusTestResource(value = TwoBuses.class, restrictToAnnotatedClass = true)
class TwoNamespacesProcessorIT extends TwoNamespacesBehaviour {
    public static final class Settings implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return SETTINGS;
        }
    }

    @Inject
    MeterRegistry metrics;

    /** Beyond the concurrency there is no connection to be had, and that would pass for an outage. */
    @Test
    void bothTogetherHaveNoMoreAtWorkThanConfigured() {
        List<UUID> ids = Stream.generate(UUID::randomUUID).limit(8).toList();
        ids.subList(0, 4).forEach(id -> primary.send("orders", message(id, ScriptedHandler.WAIT)));
        ids.subList(4, 8).forEach(id -> secondary.send("orders", message(id, ScriptedHandler.WAIT)));

        await().until(() -> metrics.get("sluice.inlet.in.hand").gauge().value() == 8);
        await().until(() -> started(ids) == 4);
        assertThat(started(ids)).isEqualTo(4);
        ids.forEach(handler::release);
        ids.forEach(id -> await().until(() -> table.effects(id) == 1));
    }

    @Test
    void thePrimaryMayBeAwayToo() {
        UUID id = UUID.randomUUID();
        primary.proxy().cut();
        try {
            secondary.send("orders", message(id, null));

            await().until(() -> table.effects(id) == 1);
            given().get("/q/health/ready")
                    .then()
                    .statusCode(200)
                    .body("checks.find { it.name == 'Service Bus' }.data.primary", not(equalTo("up")));
            secondary.proxy().cut();
            await().untilAsserted(() -> given().get("/q/health/ready").then().statusCode(503));
        } finally {
            primary.proxy().mend();
            secondary.proxy().mend();
        }
    }

    private long started(List<UUID> ids) {
        return ids.stream().filter(id -> handler.attempts(id) > 0).count();
    }
}
