package dev.sluice.consumer.parking;

/**
 * What somebody wants done with parked messages.
 *
 * @param action what
 * @param selection with which of them
 * @param rate messages per second
 * @param force whether to replay what is too old or was replayed too often
 * @param comment for the audit; may be null
 * @param requestedBy who wants it
 */
public record ParkingTask(
        Action action, Selection selection, int rate, boolean force, String comment, String requestedBy) {}
