package dev.sluice.emulator.broker;

/** Where a message stands in its queue; the order is that of the codes of {@code x-opt-message-state}. */
public enum MessageState {
    /** Ready to be received, or received and locked. */
    ACTIVE,
    /** Set aside; only to be received by sequence number. */
    DEFERRED,
    /** Not yet enqueued. */
    SCHEDULED
}
