package dev.sluice.emulator.broker;

/** What happens to a message when it is received. */
public enum ReceiveMode {
    /** It is locked, and stays until it is settled. */
    PEEK_LOCK,
    /** It is gone at once. */
    RECEIVE_AND_DELETE
}
