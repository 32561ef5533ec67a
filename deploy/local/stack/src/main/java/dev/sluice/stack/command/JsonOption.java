package dev.sluice.stack.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --json}, of every command that has a result: the stack's and the load test's. */
public final class JsonOption {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private Path json;

    /**
     * Names the file; called by picocli.
     *
     * @throws ParameterException if it can't be written
     */
    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Also write the result there, as JSON; replaced if it exists.")
    public void json(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || directory == null || !Files.isWritable(directory)) {
            throw new ParameterException(command.commandLine(), "--json can't be written: " + file);
        }
        json = file.toAbsolutePath();
    }

    /**
     * Puts the document into the file, if one was named.
     *
     * @throws IOException if that fails; what was there before is there still
     */
    public void write(Map<String, Object> document) throws IOException {
        if (json != null) {
            WholeFile.write(json, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(document));
        }
    }
}
