package dev.sluice.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The file that tells the emulator its queues: the shared definition, with what this stack wants otherwise. */
final class EmulatorConfigFile {
    private static final String DEFINITION = "servicebus.json";
    private static final ObjectMapper JSON = new ObjectMapper();

    private EmulatorConfigFile() {}

    /** Writes it into {@code directory} and returns its path. */
    static Path write(Path directory, Duration lockDuration, boolean duplicateDetection) {
        try (InputStream definition = EmulatorConfigFile.class.getResourceAsStream(DEFINITION)) {
            JsonNode root = JSON.readTree(definition);
            for (JsonNode namespace : root.at("/UserConfig/Namespaces")) {
                for (JsonNode queue : namespace.path("Queues")) {
                    ObjectNode properties = (ObjectNode) queue.path("Properties");
                    properties.put("LockDuration", lockDuration.toString());
                    if (!duplicateDetection) {
                        properties.put("RequiresDuplicateDetection", false);
                    }
                }
            }
            Path file = directory.resolve(DEFINITION);
            Files.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
            return file;
        } catch (IOException e) {
            throw new StackException("the emulator's configuration can't be written: " + e.getMessage(), e);
        }
    }
}
