package dev.sluice.stack;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Where the project lies.
 *
 * @param directory its root
 */
public record ProjectHome(Path directory) {
    /** The system property that names the root; {@code run.sh} sets it. */
    public static final String PROPERTY = "sluice.home";

    private static final String LANDMARK = "deploy/local/run.sh";

    /**
     * The root that {@value #PROPERTY} names or, without one, the nearest directory above the current one that holds the
     * project.
     *
     * @throws StackException if there is none
     */
    public static ProjectHome find() {
        String named = System.getProperty(PROPERTY);
        return named != null
                ? new ProjectHome(Path.of(named))
                : above(Path.of("").toAbsolutePath());
    }

    /** The nearest directory at or above {@code start} that holds the project. */
    static ProjectHome above(Path start) {
        for (Path directory = start; directory != null; directory = directory.getParent()) {
            if (Files.exists(directory.resolve(LANDMARK))) {
                return new ProjectHome(directory);
            }
        }
        throw new StackException("no project at or above " + start + " (looked for " + LANDMARK
                + "): give its root with -D" + PROPERTY + "=<directory>");
    }

    /**
     * What starts one of the services: a jar or, after a native build, a binary.
     *
     * @param service {@code producer} or {@code consumer}
     * @throws StackException if it isn't built
     */
    Path runner(String service) {
        Path target = directory.resolve(service).resolve("target");
        return built(service, nativeRunner(target).orElse(target.resolve("quarkus-app/quarkus-run.jar")));
    }

    /**
     * What starts one of the services in half the time: its function app's handler, on a JVM that the build has made a class
     * archive for. Empty on any other JVM, and after a native build.
     */
    Optional<Path> archivedHandler(String service) {
        Path app = directory.resolve(service).resolve("target/function-app");
        String archive = "classes-" + System.getProperty("java.runtime.version");
        return Stream.of(".jsa", ".aot")
                        .anyMatch(kind -> Files.exists(app.resolve("app").resolve(archive + kind)))
                ? Optional.of(app.resolve("handler"))
                : Optional.empty();
    }

    /** As Quarkus says what it has built last. */
    private static Optional<Path> nativeRunner(Path target) {
        Properties artifact = new Properties();
        try (Reader in = Files.newBufferedReader(target.resolve("quarkus-artifact.properties"))) {
            artifact.load(in);
        } catch (IOException notBuilt) {
            return Optional.empty();
        }
        return "native".equals(artifact.getProperty("type"))
                ? Optional.of(target.resolve(artifact.getProperty("path")))
                : Optional.empty();
    }

    /**
     * The folder of one of the services as a function app.
     *
     * @param service {@code producer} or {@code consumer}
     * @throws StackException if it isn't built
     */
    public Path functionApp(String service) {
        return built(service, directory.resolve(service).resolve("target/function-app/host.json"))
                .getParent();
    }

    /**
     * The jar that hosts function apps.
     *
     * @throws StackException if it isn't built
     */
    Path functionsHost() {
        return built("functions-host", directory.resolve("deploy/local/functions-host/target/functions-host.jar"));
    }

    private static Path built(String name, Path file) {
        if (!Files.exists(file)) {
            throw new StackException(
                    name + " is not built: " + file + " is missing (deploy/local/run.sh builds it, or mvn package)");
        }
        return file;
    }
}
