package dev.sluice.consumer.inlet;

/** The ways by which orders come in. */
public enum InletKind {
    /** This process receives from Service Bus itself. */
    PROCESSOR,
    /** The Functions host receives, and posts each message to this process. */
    FUNCTIONS
}
