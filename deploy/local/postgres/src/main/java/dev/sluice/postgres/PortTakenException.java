package dev.sluice.postgres;

/** Somebody else listens on the port that was asked for. */
public final class PortTakenException extends RuntimeException {
    PortTakenException(int port, Throwable cause) {
        super("port " + port + " of 127.0.0.1 is taken by another program", cause);
    }
}
