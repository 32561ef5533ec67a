package dev.sluice.emulator.broker;

/** A request that the broker refuses; the message is worded as Azure words it, for the client's eyes. */
public final class BrokerException extends RuntimeException {

    /** Why a request was refused. */
    public enum Reason {
        /** The queue holds as many bytes as it may. */
        QUOTA_EXCEEDED,
        /** The message is larger than the queue takes. */
        MESSAGE_TOO_LARGE,
        /** The lock expired, was given back, or never existed. */
        LOCK_LOST,
        /** No message has that sequence number in the state asked for. */
        MESSAGE_NOT_FOUND,
        /** The message breaks a rule that holds for every entity. */
        INVALID_ARGUMENT,
        /** The entity can't do this. */
        NOT_ALLOWED,
        /** The bytes of the message were damaged on disk. */
        MESSAGE_DAMAGED,
        /** The store can't keep anything any more. */
        STORE_FAILED
    }

    private final Reason reason;

    /** Says why, in a word for programs and in a sentence for people. */
    public BrokerException(Reason reason, String message) {
        // No stack trace: these are answers to clients, made by the thousand when a queue is full.
        super(message, null, false, false);
        this.reason = reason;
    }

    /** Why the request was refused. */
    public Reason reason() {
        return reason;
    }
}
