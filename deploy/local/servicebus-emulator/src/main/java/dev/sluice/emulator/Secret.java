package dev.sluice.emulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fetches a secret from where an option says it is, so that it need not stand in the arguments of a process. */
final class Secret {

    private static final String ENVIRONMENT = "env:";
    private static final String FILE = "file:";

    private Secret() {}

    /**
     * The secret itself; of a file, its text without the line end.
     *
     * @throws IllegalArgumentException if it is not there; names the option and the place, never the secret
     */
    static String read(String option, String value) {
        if (value.startsWith(ENVIRONMENT)) {
            var variable = value.substring(ENVIRONMENT.length());
            var secret = System.getenv(variable);
            if (secret == null || secret.isEmpty()) {
                throw new IllegalArgumentException(option + ": the environment variable " + variable + " is not set");
            }
            return secret;
        }
        if (value.startsWith(FILE)) {
            var file = Path.of(value.substring(FILE.length()));
            try {
                return Files.readString(file).strip();
            } catch (IOException e) {
                throw new IllegalArgumentException(option + ": can't read the file " + file, e);
            }
        }
        return value;
    }
}
