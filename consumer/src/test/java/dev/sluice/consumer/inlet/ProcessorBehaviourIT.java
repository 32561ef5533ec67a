package dev.sluice.consumer.inlet;

import dev.sluice.consumer.store.CuttableDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;

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
}
