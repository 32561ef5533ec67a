package dev.sluice.loadtest.report;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * What has to be known about a run for its figures to mean something later.
 *
 * @param startedAt when it began
 * @param machine on which
 * @param versions of what, by name
 */
public record RunFacts(Instant startedAt, Machine machine, Map<String, String> versions) {
    private static final String BUILD = "/META-INF/maven/dev.sluice/sluice-loadtest/pom.properties";

    /** Those of a run that begins now, in this JVM. */
    public static RunFacts now() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("sluice", sluice());
        versions.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
        return new RunFacts(Instant.now().truncatedTo(ChronoUnit.SECONDS), Machine.now(), versions);
    }

    private static String sluice() {
        Properties build = new Properties();
        try (InputStream file = RunFacts.class.getResourceAsStream(BUILD)) {
            if (file != null) {
                build.load(file);
            }
        } catch (IOException unreadable) {
            // As if it were not there.
        }
        return build.getProperty("version", "(not from a jar)");
    }
}
