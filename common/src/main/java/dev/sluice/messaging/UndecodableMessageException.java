package dev.sluice.messaging;

/** A message that is no order, whoever looks at it and however often. Its message says what is wrong, never the body. */
public final class UndecodableMessageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, in words that may be shown and logged */
    public UndecodableMessageException(String message) {
        super(message);
    }
}
