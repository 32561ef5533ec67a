package dev.sluice.emulator.security;

/** A token that proves nothing; the message begins with Azure's word for why, for the client's eyes. */
public final class InvalidTokenException extends Exception {

    InvalidTokenException(String message) {
        // No stack trace: anybody can cause these, by the thousand.
        super(message, null, false, false);
    }
}
