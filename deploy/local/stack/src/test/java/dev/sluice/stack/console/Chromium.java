package dev.sluice.stack.console;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The system's browser, without a window. */
final class Chromium implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final String MISSING = PROGRAM + " is not installed";

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser = playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(PROGRAM).setHeadless(true));

    /** Skips the test where it is missing; fails it with {@code -Dsluice.require=all}. */
    static void require() {
        boolean found = Files.isExecutable(PROGRAM);
        if ("all".equals(System.getProperty("sluice.require"))) {
            assertTrue(found, MISSING);
        } else {
            assumeTrue(found, MISSING);
        }
    }

    Page page() {
        return browser.newPage(new Browser.NewPageOptions().setViewportSize(1200, 900));
    }

    @Override
    public void close() {
        playwright.close();
    }
}
