package dev.sluice.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/**
 * The file that a functions-host has its apps' settings and keys from. Only its owner can read it, and it is needed no
 * longer than the host's start takes.
 *
 * @param path where it is
 */
record HostSettingsFile(Path path) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Writes a new one into {@code directory}; without keys if there are none. */
    static HostSettingsFile write(Path directory, Map<String, String> settings, FunctionKeys keys) {
        Map<String, Object> content = keys == null
                ? Map.of("Values", settings)
                : Map.of("Values", settings, "Keys", Map.of("host", keys.function(), "master", keys.admin()));
        try {
            Path file = Files.createTempFile(
                    directory,
                    "settings",
                    ".json",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, JSON.writeValueAsBytes(content));
            return new HostSettingsFile(file);
        } catch (IOException e) {
            throw new StackException("the functions-host's settings can't be written: " + e.getMessage(), e);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("the functions-host's settings can't be deleted: " + path, e);
        }
    }
}
