package dev.sluice.stack.console;

/** A request that is not done; the message is for whoever sent it. */
final class RefusedException extends Exception {
    private final int status;

    RefusedException(int status, String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
