package dev.sluice.emulator.store;

/** A data directory that can't be used; the message names it and says what to do, for people. */
public final class StoreException extends RuntimeException {

    StoreException(String message) {
        super(message);
    }

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
