package dev.sluice.functions.handler;

import java.util.List;
import java.util.Optional;

/** What the host's own pages and its HTTP functions need of the app that is being hosted. */
public interface HostControl {

    /**
     * One instance as the status page shows it.
     *
     * @param port where its handler listens, on loopback
     */
    record InstanceStatus(String id, String state, long pid, int port) {}

    /** What became of draining. */
    enum Drain {
        DISABLED("Disabled"),
        IN_PROGRESS("InProgress"),
        COMPLETED("Completed");

        private final String text;

        Drain(String text) {
            this.text = text;
        }

        /** The word in the real host's answer. */
        public String text() {
            return text;
        }
    }

    /** The handler of the next instance in turn; empty if none takes requests. */
    Optional<Handler> next();

    List<InstanceStatus> instances();

    /** Stops taking messages; what is in hand is finished. */
    void drain();

    Drain drainState();

    /**
     * Invokes a triggered function with a body, as if a message had brought it.
     *
     * @return false if there is no such function that can be invoked so
     */
    boolean invoke(String function, String input);
}
