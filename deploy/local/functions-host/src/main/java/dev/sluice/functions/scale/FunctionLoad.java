package dev.sluice.functions.scale;

/**
 * What waits for one function.
 *
 * @param function its name
 * @param messages active messages: not dead-lettered, scheduled or deferred
 * @param atLeast whether there may be more, because counting stopped at what can make a difference
 * @param concurrency how many messages one instance takes on at once
 */
public record FunctionLoad(String function, long messages, boolean atLeast, int concurrency) {

    /** How many instances it would take. */
    public long target() {
        return (messages + concurrency - 1) / concurrency;
    }

    @Override
    public String toString() {
        return "%s %d%s messages / %d = %d%s"
                .formatted(function, messages, atLeast ? "+" : "", concurrency, target(), atLeast ? "+" : "");
    }
}
