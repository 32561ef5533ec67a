package dev.sluice.functions.app;

import java.nio.file.Path;

/** A file of a function app that can't be used: says which file, where in it, and what was expected there. */
public final class AppFileException extends RuntimeException {

    /**
     * Something is wrong at one place in a file.
     *
     * @param jsonPath where, for instance {@code $.bindings[0].type}
     */
    public AppFileException(Path file, String jsonPath, String expected) {
        super(file + ": " + jsonPath + ": " + expected);
    }
}
