package dev.sluice.loadtest.start;

import dev.sluice.stack.ProjectHome;
import dev.sluice.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One way to start the handler of a function app.
 *
 * @param service whose
 * @param kind how
 * @param folder where it is started
 * @param command how it is started
 */
record Variant(String service, Kind kind, Path folder, List<String> command) {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    /** What runs the handler. */
    enum Kind {
        /** A JVM. */
        JVM,
        /** The same with the class archive that the build has made: AppCDS, from Java 25 on an AOT cache. */
        ARCHIVE,
        /** No JVM. */
        NATIVE
    }

    /**
     * Those that are built.
     *
     * @param service {@code producer} or {@code consumer}
     * @throws StackException if the service is not built, or by another JVM than this one
     */
    static List<Variant> of(ProjectHome home, String service) {
        Path app = home.functionApp(service);
        List<String> handler = List.of(app.resolve("handler").toString());
        Path jars = app.resolve("app");
        if (!Files.exists(jars)) {
            return List.of(new Variant(service, Kind.NATIVE, app, handler));
        }
        String archive = "classes-" + System.getProperty("java.runtime.version") + ".";
        try (Stream<Path> files = Files.list(jars)) {
            if (files.noneMatch(file -> file.getFileName().toString().startsWith(archive))) {
                throw new StackException(
                        "%s has no class archive for this JVM (%s): build it with this JVM, or run with that of the build"
                                .formatted(jars, System.getProperty("java.runtime.version")));
            }
        } catch (IOException e) {
            throw new StackException(jars + " can't be read: " + e, e);
        }
        List<Variant> variants = new ArrayList<>();
        // As the handler does it, which looks for an archive.
        variants.add(new Variant(
                service, Kind.JVM, jars, List.of(JAVA, "-XX:+ExitOnOutOfMemoryError", "-jar", "quarkus-run.jar")));
        variants.add(new Variant(service, Kind.ARCHIVE, jars, handler));
        return variants;
    }

    /** As a report has it. */
    String text() {
        return service + " " + kind.name().toLowerCase(Locale.ROOT);
    }
}
