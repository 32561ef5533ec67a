package dev.sluice.loadtest.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A scenario's text, and what to call it.
 *
 * @param name for people
 * @param text YAML
 */
public record ScenarioFile(String name, String text) {
    private static final long LARGEST = 1 << 20;
    private static final String FOLDER = "/dev/sluice/loadtest/%s/%s.yaml";

    /**
     * The scenario of that name which is shipped with an experiment, or else the file of that name.
     *
     * @param experiment the experiment's name, and the folder of its scenarios
     * @throws ScenarioException if there is neither, or the file can't be read
     */
    public static ScenarioFile find(String experiment, String nameOrFile) throws ScenarioException {
        try {
            if (nameOrFile.matches("[a-z-]+")) {
                String resource = FOLDER.formatted(experiment, nameOrFile);
                try (InputStream shipped = ScenarioFile.class.getResourceAsStream(resource)) {
                    if (shipped != null) {
                        return new ScenarioFile(nameOrFile, new String(shipped.readAllBytes(), StandardCharsets.UTF_8));
                    }
                }
            }
            Path file = Path.of(nameOrFile);
            if (!Files.isRegularFile(file)) {
                throw new ScenarioException(
                        nameOrFile + ": expected the name of a shipped scenario, or a file; there is neither");
            }
            if (Files.size(file) > LARGEST) {
                throw new ScenarioException(nameOrFile + ": expected a short YAML file, of less than a megabyte");
            }
            return new ScenarioFile(nameOrFile, Files.readString(file));
        } catch (IOException e) {
            throw new ScenarioException(nameOrFile + " can't be read: " + e);
        }
    }

    /**
     * The top of the document.
     *
     * @throws ScenarioException if it is no YAML
     */
    public ScenarioNode read() throws ScenarioException {
        return ScenarioNode.parse(name, text);
    }
}
