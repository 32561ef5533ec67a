package dev.sluice.consumer.inlet;

import static dev.sluice.consumer.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.consumer.CollectedTraces;
import dev.sluice.testkit.TraceCollector.Collected;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

@QuarkusTest
@TestProfile(FunctionsTracesIT.UnderHost.class)
@QuarkusTestResource(value = CollectedTraces.class, restrictToAnnotatedClass = true)
class FunctionsTracesIT extends InletTraces {
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

    private HostStandIn host;

    @BeforeEach
    void startHost() {
        host = new HostStandIn(connectionString, () -> function);
    }

    @AfterEach
    void stopHost() {
        host.close();
    }

    /** The host's request has a trace of its own: the host may bring many messages at once. */
    @Override
    void assertBroughtBy(Collected process) {
        await().untilAsserted(() -> assertThat(collector.spans())
                .anyMatch(
                        span -> span.kind().equals("SERVER") && process.links().equals(List.of(span.id()))));
    }
}
