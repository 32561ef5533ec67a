package dev.sluice.loadtest.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The browser, without a window. */
final class Chromium {
    private static final String NAME = "chromium";
    private static final long PATIENCE_SECONDS = 120;

    private Chromium() {}

    /** Skips the test where it is missing; fails it with {@code -Dsluice.require=all}. */
    static void require() {
        boolean found = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, NAME)));
        if ("all".equals(System.getProperty("sluice.require"))) {
            assertTrue(found, NAME + " is not installed");
        } else {
            assumeTrue(found, NAME + " is not installed");
        }
    }

    /** Opens a page, and returns its document as it is when its scripts have run. */
    static String open(Path page, Path scratch) throws Exception {
        Path document = scratch.resolve("document.html");
        Process browser = new ProcessBuilder(
                        NAME,
                        "--headless",
                        // Its sandbox does not work for root, and the page is ours.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--user-data-dir=" + scratch.resolve("profile"),
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(document.toFile())
                .redirectError(scratch.resolve("chromium.log").toFile())
                .start();
        try {
            assertThat(browser.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("chromium ends by itself")
                    .isTrue();
        } finally {
            browser.descendants().forEach(ProcessHandle::destroyForcibly);
            browser.destroyForcibly().waitFor();
        }
        assertThat(browser.exitValue())
                .as(Files.readString(scratch.resolve("chromium.log")))
                .isZero();
        return Files.readString(document);
    }
}
