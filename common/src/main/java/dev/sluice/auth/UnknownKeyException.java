package dev.sluice.auth;

/** A token names a key that is not in the set, or not yet. */
final class UnknownKeyException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownKeyException(Throwable cause) {
        super("the token's key is not known", cause);
    }
}
