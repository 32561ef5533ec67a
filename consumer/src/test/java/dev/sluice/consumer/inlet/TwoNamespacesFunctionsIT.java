package dev.sluice.consumer.inlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

@QuarkusTest
@TestProfile(TwoNamespacesFunctionsIT.UnderHost.class)
@QuarkusTestResource(value = TwoBuses.class, restrictToAnnotatedClass = true)
class TwoNamespacesFunctionsIT extends TwoNamespacesBehaviour {
    public static final class UnderHost implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(SETTINGS);
            settings.put("sluice.inlet.kind", "functions");
            return settings;
        }
    }

    @TestHTTPResource("/order-consumer")
    URI function;

    @TestHTTPResource("/order-consumer-secondary")
    URI functionOfSecondary;

    private HostStandIn host;
    private HostStandIn hostOfSecondary;

    @BeforeEach
    void startHosts() {
        host = new HostStandIn(primary.emulator().connectionString(), () -> function);
        hostOfSecondary = new HostStandIn(secondary.emulator().connectionString(), () -> functionOfSecondary);
    }

    @AfterEach
    void stopHosts() {
        host.close();
        hostOfSecondary.close();
        assertThat(host.wrongAnswers() + hostOfSecondary.wrongAnswers()).isZero();
    }
}
