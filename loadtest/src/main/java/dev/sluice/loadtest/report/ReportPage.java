package dev.sluice.loadtest.report;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page that draws a report. It is one file: charts by uPlot, whose code and licence are copied into it, and its
 * content security policy keeps it from asking for anything else.
 */
final class ReportPage {
    private static final String UPLOT_BUILD = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/%s/";
    private static final Pattern SLOT = Pattern.compile("@([a-z-]+)@");

    private ReportPage() {}

    /** The page for a summary in JSON. */
    static String of(String summary) throws IOException {
        String uplot = UPLOT.formatted(uplotVersion());
        Map<String, String> parts = Map.of(
                "style", resource("page.css"),
                "script", resource("page.js"),
                "summary", inScript(summary),
                "uplot-style", resource(uplot + "dist/uPlot.min.css"),
                "uplot-script", resource(uplot + "dist/uPlot.iife.min.js"),
                "uplot-licence", resource(uplot + "LICENSE"));
        // In one pass, so that nothing in a part is taken for a slot.
        return SLOT.matcher(resource("page.html"))
                .replaceAll(slot -> Matcher.quoteReplacement(parts.get(slot.group(1))));
    }

    /**
     * JSON as the content of a script element, which must hold neither an end tag nor what opens a comment (HTML standard,
     * 4.12.1.3); within JSON, {@code <} occurs in strings only.
     */
    private static String inScript(String json) {
        return json.replace("<", "\\u003c");
    }

    private static String uplotVersion() throws IOException {
        Properties build = new Properties();
        try (InputStream file = open(UPLOT_BUILD)) {
            build.load(file);
        }
        return build.getProperty("version");
    }

    private static String resource(String name) throws IOException {
        try (InputStream file = open(name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream open(String name) throws IOException {
        InputStream file = ReportPage.class.getResourceAsStream(name);
        if (file == null) {
            throw new FileNotFoundException(name + " is not on the class path");
        }
        return file;
    }
}
