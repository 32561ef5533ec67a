package dev.sluice.producer.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Tag;

/** The same, against what is shipped: the packaged jar or, after a native build, the binary. */
@QuarkusIntegrationTest
@Tag("native")
class PackagedBadInputIT extends BadInputIT {}
