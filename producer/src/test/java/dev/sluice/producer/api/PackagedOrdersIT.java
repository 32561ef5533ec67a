package dev.sluice.producer.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/** The same, against what is shipped: the packaged jar or, after a native build, the binary. */
@QuarkusIntegrationTest
class PackagedOrdersIT extends OrdersIT {}
