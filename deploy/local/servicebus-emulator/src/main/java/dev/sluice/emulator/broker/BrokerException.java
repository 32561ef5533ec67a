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
        /** The lock of the session expired, was given back, or is another's. */
        SESSION_LOCK_LOST,
        /** Another receiver holds the session. */
        SESSION_CANNOT_BE_LOCKED,
        /** No message has that sequence number in the state asked for. */
        MESSAGE_NOT_FOUND,
        /** The message breaks a rule that holds for every entity. */
        INVALID_ARGUMENT,
        /** The entity can't do this. */
        NOT_ALLOWED,
        /** The transaction was committed or rolled back, or can only be rolled back. */
        TRANSACTION_ENDED,
        /** The transaction took too long and was rolled back. */
        TRANSACTION_TIMED_OUT,
        /** No transaction has that id. */
        TRANSACTION_UNKNOWN,
        /** The entity is switched off for this. */
        ENTITY_DISABLED,
        /** There is one of that name. */
        ENTITY_EXISTS,
        /** There is none of that name. */
        ENTITY_NOT_FOUND,
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
