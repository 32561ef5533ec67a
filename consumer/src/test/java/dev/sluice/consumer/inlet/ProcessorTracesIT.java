package dev.sluice.consumer.inlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.consumer.CollectedTraces;
import dev.sluice.testkit.TraceCollector.Collected;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;

@QuarkusTest
@TestProfile(ProcessorTracesIT.Quick.class)
@QuarkusTestResource(value = CollectedTraces.class, restrictToAnnotatedClass = true)
class ProcessorTracesIT extends InletTraces {
    public static final class Quick implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return QUICK;
        }
    }

    @Override
    void assertBroughtBy(Collected process) {
        assertThat(process.links()).isEmpty();
    }
}
