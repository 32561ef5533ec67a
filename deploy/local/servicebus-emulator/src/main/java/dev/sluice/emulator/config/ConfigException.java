package dev.sluice.emulator.config;

import java.nio.file.Path;

/** A configuration file that can't be used: says which file, where in it, and what was expected there. */
public final class ConfigException extends RuntimeException {

    /**
     * Something is wrong at one place in a file.
     *
     * @param jsonPath where, for instance {@code $.UserConfig.Namespaces[0]}
     */
    public ConfigException(Path file, String jsonPath, String expected) {
        super(file + ": " + jsonPath + ": " + expected);
    }
}
