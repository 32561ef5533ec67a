package dev.sluice.stack.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --json}. */
final class JsonOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private Path json;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also write the result there, as JSON; replaced if it exists.")
    void json(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || directory == null || !Files.isWritable(directory)) {
            throw new ParameterException(command.commandLine(), "--json can't be written: " + file);
        }
        json = file.toAbsolutePath();
    }

    /** Writes {@code text} if a file was named. */
    void write(String text) throws IOException {
        if (json != null) {
            JsonFile.write(json, text);
        }
    }
}
