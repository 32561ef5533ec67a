package dev.sluice.azure.scripts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The directory with the scripts: the project's own, or a copy that a test may change.
 *
 * @param directory where {@code deploy.sh} is
 */
public record Scripts(Path directory) {
    private static final List<String> NOT_COPIED = List.of("src", "target", "function-app", "pom.xml");

    /** The project's own; found from the directory of the module or of the project. */
    public static Scripts own() {
        Path here = Path.of("").toAbsolutePath();
        return new Scripts(Files.exists(here.resolve("deploy/azure/deploy.sh")) ? here.resolve("deploy/azure") : here);
    }

    /** A copy in {@code target}. */
    public Scripts copyTo(Path target) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.filter(Files::isRegularFile).filter(this::isCopied).forEach(file -> copy(file, target));
        }
        return new Scripts(target);
    }

    /** Every file that bash runs or reads as its own. */
    public List<Path> all() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(this::isCopied)
                    .filter(file -> file.toString().endsWith(".sh"))
                    .sorted()
                    .toList();
        }
    }

    /** A file beside the scripts. */
    public Path file(String name) {
        return directory.resolve(name);
    }

    private boolean isCopied(Path file) {
        return !NOT_COPIED.contains(directory.relativize(file).getName(0).toString());
    }

    private void copy(Path file, Path target) {
        try {
            Path copy = target.resolve(directory.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
