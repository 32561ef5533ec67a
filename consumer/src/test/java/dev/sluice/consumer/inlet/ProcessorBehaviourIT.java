package dev.sluice.consumer.inlet;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;

import dev.sluice.consumer.store.CuttableDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ProcessorBehaviourIT.Quick.class)
@QuarkusTestResource(value = CuttableDatabase.class, restrictToAnnotatedClass = true)
class ProcessorBehaviourIT extends InletBehaviour {
    public static final class Quick implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return QUICK;
        }
    }

    @Test
    void theOtherInletTakesNothing() {
        given().contentType("application/json")
                .body("{}")
                .post("/order-consumer")
                .then()
                .statusCode(404)
                .body("type", equalTo("urn:sluice:problem:not-found"));
    }
}
