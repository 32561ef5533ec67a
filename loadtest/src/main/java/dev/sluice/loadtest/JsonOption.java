package dev.sluice.loadtest;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.loadtest.report.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --json}. */
public final class JsonOption {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private Path json;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also write the report there, as JSON; replaced if it exists.")
    void json(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || directory == null || !Files.isWritable(directory)) {
            throw new ParameterException(command.commandLine(), "--json can't be written: " + file);
        }
        json = file.toAbsolutePath();
    }

    /** Puts the document into the file, if one was named, at once: a reader sees all of it or the file that was there before. */
    public void write(Map<String, Object> document) throws IOException {
        if (json != null) {
            WholeFile.write(json, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(document));
        }
    }
}
