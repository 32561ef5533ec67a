package dev.sluice.stack.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A result for programs. */
final class JsonFile {
    private JsonFile() {}

    /** Puts {@code json} into {@code file} at once: a reader sees all of it or the file that was there before. */
    static void write(Path file, String json) throws IOException {
        Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), ".result", ".json");
        try {
            Files.writeString(draft, json + System.lineSeparator());
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
