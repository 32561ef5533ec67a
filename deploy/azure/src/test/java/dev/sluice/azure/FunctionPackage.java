package dev.sluice.azure;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Makes function-app packages, right and wrong ones. */
final class FunctionPackage {
    private final Path directory;
    private byte[] handler;
    private String host =
            "{\"version\":\"2.0\",\"customHandler\":{\"description\":{\"defaultExecutablePath\":\"handler\"}}}";
    private String mode = "rwxr-xr-x";

    FunctionPackage(Path directory) {
        this.directory = directory;
    }

    FunctionPackage handler(byte[] handler) {
        this.handler = handler;
        return this;
    }

    /** @param host text of host.json; null for none */
    FunctionPackage host(String host) {
        this.host = host;
        return this;
    }

    /** @param mode of the handler, as {@code ls} writes it */
    FunctionPackage mode(String mode) {
        this.mode = mode;
        return this;
    }

    Path zip() throws IOException {
        Path zip = Files.createTempFile(directory, "package", ".zip");
        Files.delete(zip);
        Map<String, String> options = Map.of("create", "true", "enablePosixFileAttributes", "true");
        try (FileSystem files = FileSystems.newFileSystem(URI.create("jar:" + zip.toUri()), options)) {
            if (host != null) {
                Files.writeString(files.getPath("host.json"), host);
            }
            if (handler != null) {
                Path entry = files.getPath("handler");
                Files.write(entry, handler);
                Files.setPosixFilePermissions(entry, PosixFilePermissions.fromString(mode));
            }
        }
        asRegularFiles(zip);
        return zip;
    }

    /** Java writes a file's permissions, but not that it is a regular file, which other tools do. */
    private static void asRegularFiles(Path zip) throws IOException {
        byte[] bytes = Files.readAllBytes(zip);
        for (int i = 0; i + 46 < bytes.length; i++) {
            boolean entry = bytes[i] == 'P' && bytes[i + 1] == 'K' && bytes[i + 2] == 1 && bytes[i + 3] == 2;
            if (entry) {
                bytes[i + 41] |= (byte) 0x80;
            }
        }
        Files.write(zip, bytes);
    }
}
