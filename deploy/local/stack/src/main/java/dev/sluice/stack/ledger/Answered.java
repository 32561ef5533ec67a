package dev.sluice.stack.ledger;

/**
 * One request for an order and what came of it.
 *
 * @param sentNanos when it was sent, by {@link System#nanoTime}
 * @param answeredNanos when its answer was there, or its connection failed
 * @param status the answer's status; {@link #NONE} without an answer
 */
public record Answered(long sentNanos, long answeredNanos, int status) {
    /** The status where there was no answer. */
    public static final int NONE = 0;

    /** Whether the order was accepted. */
    public boolean isAccepted() {
        return status == 202;
    }
}
