package dev.sluice.consumer.store;

/** Text from outside on its way into PostgreSQL, which takes any character but NUL. */
public final class SqlText {
    private static final char REPLACEMENT = '\uFFFD';

    private SqlText() {}

    /** The text without NUL characters; null stays null. */
    public static String of(String text) {
        return text == null ? null : text.replace('\0', REPLACEMENT);
    }
}
