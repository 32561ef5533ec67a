package dev.sluice.loadtest.pictures;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;

/** The browser that tests need. */
public final class Browser {
    private Browser() {}

    /** Skips the test where it is missing; fails it with {@code -Dsluice.require=all}. */
    public static Chromium require(Path scratch) {
        Optional<Chromium> found = Chromium.find(scratch);
        if ("all".equals(System.getProperty("sluice.require"))) {
            assertTrue(found.isPresent(), "chromium is not installed");
        } else {
            assumeTrue(found.isPresent(), "chromium is not installed");
        }
        return found.orElseThrow();
    }
}
