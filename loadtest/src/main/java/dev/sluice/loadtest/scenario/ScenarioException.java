package dev.sluice.loadtest.scenario;

/** A scenario is wrong; the message names the file, the line, and what was expected there. */
public final class ScenarioException extends Exception {
    /** With its message. */
    public ScenarioException(String message) {
        super(message);
    }
}
