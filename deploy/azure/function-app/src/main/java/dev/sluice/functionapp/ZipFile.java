package dev.sluice.functionapp;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/** Writes a function app as the zip that is deployed: with modes and with times, both of which the host depends on. */
final class ZipFile {
    private static final Set<PosixFilePermission> ORDINARY = PosixFilePermissions.fromString("rw-r--r--");

    /** For development only: the tools look for it beside host.json, and it may hold secrets. */
    private static final String LOCAL_SETTINGS = "local.settings";

    private static final String IGNORE_LIST = ".funcignore";

    private ZipFile() {}

    /**
     * Writes {@code zip}.
     *
     * @param app the folder
     * @param modes the modes of those files, by their path in the app, that are not 0644
     */
    static void write(Path app, Path zip, Map<String, Set<PosixFilePermission>> modes) throws IOException {
        Map<String, String> options = Map.of("create", "true", "enablePosixFileAttributes", "true");
        try (FileSystem archive = FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), options)) {
            for (Path file : FileTree.files(app)) {
                String name = app.relativize(file).toString();
                if (name.startsWith(LOCAL_SETTINGS) || name.equals(IGNORE_LIST)) {
                    continue;
                }
                Path entry = archive.getPath(name);
                if (entry.getParent() != null) {
                    Files.createDirectories(entry.getParent());
                }
                Files.copy(file, entry, StandardCopyOption.COPY_ATTRIBUTES);
                Files.setPosixFilePermissions(entry, modes.getOrDefault(name, ORDINARY));
            }
        }
    }
}
