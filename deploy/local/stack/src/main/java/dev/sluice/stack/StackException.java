package dev.sluice.stack;

/** The stack can't do what it was asked for; the message says why and, where possible, what to do about it. */
public final class StackException extends RuntimeException {
    /** With a message for the person at the keyboard. */
    public StackException(String message) {
        super(message);
    }

    /** With a message for the person at the keyboard, and what led to it. */
    public StackException(String message, Throwable cause) {
        super(message, cause);
    }
}
