package dev.sluice.auth;

/** A token that opens nothing. */
final class BadTokenException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong with it, without anything of it */
    BadTokenException(String message, Throwable cause) {
        super(message, cause);
    }
}
