package dev.sluice.consumer.parking;

import java.util.UUID;

/**
 * An operation as its worker has it.
 *
 * @param rate messages per second
 * @param cancelled whether no further message is to be looked at
 * @param cursor the last message that was looked at; null at first
 */
record ParkingOperation(
        UUID id,
        Action action,
        Selection selection,
        int rate,
        boolean force,
        String requestedBy,
        boolean cancelled,
        PageMark cursor) {
    private static final int MAX_PAGE = 100;

    /** How many messages are worked on before the rate is looked at again. */
    int pageSize() {
        return Math.min(MAX_PAGE, rate);
    }

    boolean isReplay() {
        return action == Action.REPLAY;
    }
}
