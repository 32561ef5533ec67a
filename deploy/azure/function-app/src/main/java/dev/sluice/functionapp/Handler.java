package dev.sluice.functionapp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The executable that the Functions host starts, {@code host.json}'s {@code defaultExecutablePath}. */
final class Handler {
    /** Its name in the function app. */
    static final String NAME = "handler";

    /** The folder of the JVM build's jars beside it. */
    static final String APPLICATION = "app";

    /** Without it the host can't start it, and says only that the worker process could not be started. */
    static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rwxr-xr-x");

    private Handler() {}

    /** Puts the script that starts the JVM build into {@code app}. */
    static void launcher(Path app) throws IOException {
        Path handler = app.resolve(NAME);
        try (InputStream script = Handler.class.getResourceAsStream("handler.sh")) {
            Files.copy(script, handler);
        }
        Files.setPosixFilePermissions(handler, MODE);
    }

    /** Puts a native binary into {@code app}. */
    static void binary(Path app, Path binary) throws IOException {
        Path handler = app.resolve(NAME);
        Files.copy(binary, handler);
        Files.setPosixFilePermissions(handler, MODE);
    }
}
