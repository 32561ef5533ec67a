package dev.sluice.telemetry;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says at start whether the JVM has taken the class archive that the function app's launcher offered. The JVM itself is
 * silent when it has, and goes on without when a jar's time or the JVM is another: then every start is slow, and nobody
 * would notice.
 */
@ApplicationScoped
public class ClassArchive {
    /** The system property by which the launcher names the archive that it offers. */
    static final String OFFERED = "sluice.class-archive";

    private static final Logger LOG = LoggerFactory.getLogger(ClassArchive.class);
    /** Linux's list of the files that this process has mapped into memory (proc(5)). */
    private static final Path MAPPED = Path.of("/proc/self/maps");

    void tell(@Observes StartupEvent event) {
        String archive = System.getProperty(OFFERED);
        if (archive == null) {
            return;
        }
        try (Stream<String> mapped = Files.lines(MAPPED)) {
            if (isAmong(mapped, archive)) {
                LOG.info("class archive {} taken", archive);
            } else {
                LOG.warn("class archive {} refused by this JVM, so this start was slower: was a jar changed?", archive);
            }
        } catch (IOException e) {
            LOG.info("class archive {} offered; whether it was taken can't be told on this system", archive);
        }
    }

    /** Whether one of the lines of {@code /proc/self/maps} is about a file of this name. */
    static boolean isAmong(Stream<String> mapped, String archive) {
        return mapped.anyMatch(line -> line.endsWith("/" + archive));
    }
}
