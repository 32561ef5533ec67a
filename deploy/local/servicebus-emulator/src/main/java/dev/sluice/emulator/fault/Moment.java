package dev.sluice.emulator.fault;

/** When the protocol asks whether a fault strikes. */
public enum Moment {
    /** A fault was just added: does it strike what is open already? */
    NOW,
    /** A client attaches a link. */
    ATTACH,
    /** A client's message arrived and was not looked at yet. */
    SEND,
    /** A client's disposition arrived and was not executed yet. */
    SETTLE,
    /** A management request arrived and was not executed yet. */
    REQUEST,
    /** A send was executed and is to be answered. */
    ANSWER,
    /** A settlement was executed and is to be answered. */
    ANSWER_SETTLE,
    /** A management request was executed and is to be answered. */
    REPLY
}
