package dev.sluice.functions.handler;

import java.util.function.Consumer;

/**
 * Where the host says what it does, one line for an event.
 *
 * @param listener gets each line; called by many threads, must not block for long
 * @param prefix what every line begins with, for instance {@code [consumer 1] }
 */
public record HostLog(Consumer<String> listener, String prefix) {

    /** The same log with another prefix. */
    public HostLog of(String name) {
        return new HostLog(listener, "[" + name + "] ");
    }

    public void line(String format, Object... values) {
        listener.accept(prefix + (values.length == 0 ? format : format.formatted(values)));
    }
}
