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
 * A page that draws charts. It is one file: charts by uPlot, whose code and licence are copied into it, and its content
 * security policy keeps it from asking for anything else.
 */
public final class ChartPage {
    private static final String UPLOT_BUILD = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/%s/";
    private static final Pattern SLOT = Pattern.compile("@([a-z-]+)@");

    private ChartPage() {}

    /**
     * The page for some data.
     *
     * @param drawer the class beside whose file {@code page.css} and {@code page.js} are, which make of the element
     *     {@code data} what is to be seen in the element {@code page}
     * @param data JSON
     * @throws IOException if one of the files can't be read
     */
    public static String of(Class<?> drawer, String data) throws IOException {
        String uplot = UPLOT.formatted(uplotVersion());
        Map<String, String> parts = Map.of(
                "style", resource(drawer, "page.css"),
                "script", resource(drawer, "page.js"),
                "data", inScript(data),
                "uplot-style", resource(ChartPage.class, uplot + "dist/uPlot.min.css"),
                "uplot-script", resource(ChartPage.class, uplot + "dist/uPlot.iife.min.js"),
                "uplot-licence", resource(ChartPage.class, uplot + "LICENSE"));
        // In one pass, so that nothing in a part is taken for a slot.
        return SLOT.matcher(resource(ChartPage.class, "chart-page.html"))
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
        try (InputStream file = open(ChartPage.class, UPLOT_BUILD)) {
            build.load(file);
        }
        return build.getProperty("version");
    }

    private static String resource(Class<?> beside, String name) throws IOException {
        try (InputStream file = open(beside, name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static InputStream open(Class<?> beside, String name) throws IOException {
        InputStream file = beside.getResourceAsStream(name);
        if (file == null) {
            throw new FileNotFoundException(name + " is not on the class path");
        }
        return file;
    }
}
