package dev.sluice.producer.api;

import dev.sluice.producer.BrokenBus;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Tag;

/** The same, against what is shipped: the packaged jar or, after a native build, the binary. */
@QuarkusIntegrationTest
@Tag("native")
@QuarkusTestResource(value = BrokenBus.class, restrictToAnnotatedClass = true)
class PackagedBrokenBusIT extends BrokenBusIT {}
