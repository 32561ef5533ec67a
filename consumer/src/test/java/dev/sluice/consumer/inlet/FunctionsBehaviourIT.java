package dev.sluice.consumer.inlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.consumer.store.CuttableDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FunctionsBehaviourIT.UnderHost.class)
@QuarkusTestResource(value = CuttableDatabase.class, restrictToAnnotatedClass = true)
class FunctionsBehaviourIT extends InletBehaviour {
    public static final class UnderHost implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(QUICK);
            settings.put("sluice.inlet.kind", "functions");
            return settings;
        }
    }

    @TestHTTPResource("/order-consumer")
    URI function;

    @ConfigProperty(name = "sluice.servicebus.connection-string")
    String connectionString;

    @Inject
    ProcessorInlet processorInlet;

    private HostStandIn host;

    @BeforeEach
    void startHost() {
        host = new HostStandIn(connectionString, () -> function);
    }

    @AfterEach
    void stopHost() {
        host.close();
        assertThat(host.wrongAnswers()).isZero();
    }

    @Test
    void theOtherInletDoesNotReceive() {
        assertThat(processorInlet.listener().isReceiving()).isFalse();
    }

    @Test
    @Override
    void anOutageIsNotTheOrdersFault() {
        double before = retried("outage");

        super.anOutageIsNotTheOrdersFault();

        assertThat(retried("outage") - before).as("put off more than once").isGreaterThan(12);
    }
}
