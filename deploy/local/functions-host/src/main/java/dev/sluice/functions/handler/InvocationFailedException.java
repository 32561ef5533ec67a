package dev.sluice.functions.handler;

/** An invocation that failed; the message says why, in the host's words where it has some. */
public final class InvocationFailedException extends RuntimeException {

    public InvocationFailedException(String message) {
        super(message);
    }

    InvocationFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
