package dev.sluice.functionapp;

import dev.sluice.functionapp.HandlerRun.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One run of a packed handler, at whose end the JVM writes down the classes that it has loaded: the class archive (AppCDS;
 * from Java 25 on an ahead-of-time cache).
 */
final class Training {
    private Training() {}

    /**
     * Makes the archive for one JVM, beside those of others.
     *
     * @param app the function app, whose files have the times that they will be deployed with
     * @param javaHome the JVM
     * @param requests what to send before the handler is stopped
     * @throws IOException if the handler does not start, or does not end when it is told to
     */
    static void run(Path app, String javaHome, List<Request> requests) throws IOException, InterruptedException {
        Path log = app.resolveSibling(app.getFileName() + "-training.log");
        int archives = archives(app).size();
        try (HandlerRun handler = HandlerRun.start(app, javaHome, log, "--make-archive")) {
            handler.awaitReady();
            for (Request request : requests) {
                handler.send(request);
            }
            handler.stop();
        }
        if (archives(app).size() == archives) {
            System.out.println(
                    "function-app: this JVM made no class archive, so the handler starts without: see " + log);
        }
    }

    /** The class archives that are there. */
    static List<Path> archives(Path app) throws IOException {
        return FileTree.files(app.resolve(Handler.APPLICATION)).stream()
                .filter(file -> file.getFileName().toString().startsWith("classes-"))
                .toList();
    }
}
