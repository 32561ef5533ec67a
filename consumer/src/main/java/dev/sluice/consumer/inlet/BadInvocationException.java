package dev.sluice.consumer.inlet;

/**
 * What the host posted does not hold its messages whole. It is refused, so that the broker keeps them: parking what is left
 * would lose the rest.
 */
final class BadInvocationException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, in words that may be logged */
    BadInvocationException(String message) {
        super(message);
    }
}
