package dev.sluice.stack.console;

/**
 * What came of asking a source.
 *
 * @param value what it said; null if it said nothing
 * @param problem why it is away; null if it is not
 */
record Answer<T>(T value, String problem) {
    static <T> Answer<T> of(T value) {
        return new Answer<>(value, null);
    }

    static <T> Answer<T> away(String problem) {
        return new Answer<>(null, problem);
    }

    boolean isHere() {
        return problem == null;
    }
}
