package dev.sluice.consumer.store;

import static dev.sluice.consumer.Patience.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(TooManyInstancesIT.Crowd.class)
class TooManyInstancesIT {
    public static final class Crowd implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("sluice.database.max-instances", "1000");
        }
    }

    @Inject
    DatabaseGate gate;

    @Test
    void nothingIsTakenWhileTheServerCannotHoldEveryInstancesPool() {
        await().untilAsserted(() -> assertThat(gate.reason())
                .contains("sluice.database.max-instances (1000)")
                .contains("max_connections"));

        assertThat(gate.isOpen()).isFalse();
        given().get("/q/health/ready")
                .then()
                .statusCode(503)
                .body("checks.find { it.name == 'Database' }.status", equalTo("DOWN"));
    }
}
