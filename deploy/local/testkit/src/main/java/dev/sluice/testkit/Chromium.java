package dev.sluice.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The system's browser, without a window. Whoever uses it brings Playwright along. */
public final class Chromium implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final String MISSING = PROGRAM + " is not installed";
    private static final int WIDTH = 1200;
    private static final int HEIGHT = 900;

    private static final String COLOURED_PIXELS = """
            () => [...document.querySelectorAll("canvas")].map((canvas) => {
              const rgba = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
              let coloured = 0;
              for (let i = 0; i < rgba.length; i += 4) {
                const pixel = [rgba[i], rgba[i + 1], rgba[i + 2]];
                coloured += rgba[i + 3] > 0 && Math.max(...pixel) - Math.min(...pixel) > 60 ? 1 : 0;
              }
              return coloured;
            })""";

    private final Playwright playwright =
            Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser = playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(PROGRAM).setHeadless(true));

    /** Skips the test where it is missing; fails it with {@code -Dsluice.require=all}. */
    public static void require() {
        boolean found = Files.isExecutable(PROGRAM);
        if ("all".equals(System.getProperty("sluice.require"))) {
            assertTrue(found, MISSING);
        } else {
            assumeTrue(found, MISSING);
        }
    }

    /** A new page of {@value #WIDTH} by {@value #HEIGHT} pixels, with nothing of the pages before it. */
    public Page page() {
        return browser.newPage(new Browser.NewPageOptions().setViewportSize(WIDTH, HEIGHT));
    }

    /**
     * A picture of all of a page, for whoever looks at the test; with {@code -Dsluice.screenshots=DIR} for the documentation,
     * there.
     *
     * @param name the file's, with its ending
     */
    public static void picture(Page page, String name) {
        Path directory = Path.of(System.getProperty("sluice.screenshots", "target"));
        page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(directory.resolve(name)));
    }

    /** How many pixels of each chart on a page have a colour, as curves have, and axes and text don't. */
    public static List<Integer> colouredPixels(Page page) {
        return ((List<?>) page.evaluate(COLOURED_PIXELS))
                .stream().map(Integer.class::cast).toList();
    }

    @Override
    public void close() {
        playwright.close();
    }
}
