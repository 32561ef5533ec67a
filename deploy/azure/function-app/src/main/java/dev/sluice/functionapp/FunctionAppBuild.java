package dev.sluice.functionapp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * The build step: from {@code src/main/function-app} and what Quarkus left in {@code target} it makes {@code
 * target/function-app} and {@code target/function-app.zip}.
 */
public final class FunctionAppBuild {
    private static final String NAME = "function-app";

    private FunctionAppBuild() {}

    /**
     * Packs one module.
     *
     * @param arguments the module's folder; then the requests that the service is trained with, each as {@code METHOD path}
     *     or {@code METHOD path body}. Without requests there is no training and no class archive
     * @throws IOException if a file can't be read or written, or if the packed handler does not start
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path module = Path.of(arguments[0]);
        Path target = module.resolve("target");
        Path app = target.resolve(NAME);
        Path zip = target.resolve(NAME + ".zip");
        Files.deleteIfExists(zip);
        FileTree.delete(app);

        FileTree.copy(module.resolve("src/main").resolve(NAME), app);
        boolean packed =
                switch (built(target)) {
                    case NATIVE -> {
                        Handler.binary(app, runner(target));
                        yield true;
                    }
                    case JAR -> {
                        FileTree.copyUnsigned(target.resolve("quarkus-app"), app.resolve(Handler.APPLICATION));
                        Handler.launcher(app);
                        yield true;
                    }
                    case NEITHER -> false;
                };
        if (!packed) {
            System.out.println("function-app: there is neither a binary nor a jar to pack (a sources-only build)");
            FileTree.delete(app);
            return;
        }
        FileTree.setTimes(app);
        List<HandlerRun.Request> requests = Arrays.stream(arguments)
                .skip(1)
                .filter(request -> !request.isBlank())
                .map(HandlerRun.Request::parse)
                .toList();
        if (Files.isDirectory(app.resolve(Handler.APPLICATION)) && !requests.isEmpty()) {
            Training.run(app, System.getProperty("java.home"), requests);
            FileTree.setTimes(app);
        }
        ZipFile.write(app, zip, Map.of(Handler.NAME, Handler.MODE));
    }

    private enum Built {
        NATIVE,
        JAR,
        NEITHER
    }

    /** What Quarkus says that it has built last: files of earlier builds may lie around. */
    private static Built built(Path target) throws IOException {
        String type = artifact(target).getProperty("type", "");
        return switch (type) {
            case "native" -> Built.NATIVE;
            case "jar" -> Built.JAR;
            default -> Built.NEITHER;
        };
    }

    private static Path runner(Path target) throws IOException {
        return target.resolve(artifact(target).getProperty("path"));
    }

    private static Properties artifact(Path target) throws IOException {
        Properties artifact = new Properties();
        Path file = target.resolve("quarkus-artifact.properties");
        if (Files.exists(file)) {
            try (var in = Files.newInputStream(file)) {
                artifact.load(in);
            }
        }
        return artifact;
    }
}
