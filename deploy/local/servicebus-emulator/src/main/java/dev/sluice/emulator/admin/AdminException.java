package dev.sluice.emulator.admin;

/** A request that can't be done; the message is for whoever sent it. */
final class AdminException extends RuntimeException {

    private final int status;

    AdminException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** The HTTP status to answer with. */
    int status() {
        return status;
    }
}
