package dev.sluice.producer.api;

import io.quarkus.test.junit.QuarkusIntegrationTest;
import io.quarkus.test.junit.TestProfile;
import org.junit.jupiter.api.Tag;

/** The same, against what is shipped: the packaged jar or, after a native build, the binary. */
@QuarkusIntegrationTest
@Tag("native")
@TestProfile(BodyBoundsIT.Profile.class)
class PackagedBodyBoundsIT extends BodyBoundsIT {}
