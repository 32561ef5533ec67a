package dev.sluice.consumer.inlet;

import dev.sluice.consumer.store.CuttableDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;

@QuarkusTest
@TestProfile(FunctionsBehaviourIT.UnderHost.class)
@QuarkusTestResource(value = CuttableDatabase.class, restrictToAnnotatedClass = true)
class FunctionsMetricsIT extends InletMetrics {
    @TestHTTPResource("/order-consumer")
    URI function;

    @ConfigProperty(name = "sluice.servicebus.connection-string")
    String connectionString;

    private HostStandIn host;

    @Override
    void startInlet() {
        host = new HostStandIn(connectionString, () -> function);
    }

    @AfterEach
    void stopHost() {
        host.close();
    }

    @Override
    String inHand() {
        return "sluice.functions.in.hand{}";
    }
}
