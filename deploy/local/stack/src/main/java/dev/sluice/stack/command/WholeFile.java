package dev.sluice.stack.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files at once: a reader sees all of one, or the file that was there before. */
public final class WholeFile {
    private WholeFile() {}

    /** Puts {@code content} into {@code file}, which is replaced if it exists. */
    public static void write(Path file, byte[] content) throws IOException {
        // No temporary file, which nobody else could read.
        Path draft = file.resolveSibling(
                ".%s.%d".formatted(file.getFileName(), ProcessHandle.current().pid()));
        try {
            Files.write(draft, content);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
