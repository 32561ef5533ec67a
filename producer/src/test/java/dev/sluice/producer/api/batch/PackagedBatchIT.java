package dev.sluice.producer.api.batch;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.Tag;

/** The same, against what is shipped: the packaged jar or, after a native build, the binary. */
@QuarkusIntegrationTest
@Tag("native")
class PackagedBatchIT extends BatchIT {}
