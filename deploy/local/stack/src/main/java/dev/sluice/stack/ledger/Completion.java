package dev.sluice.stack.ledger;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits until what was accepted has come out at the other end. */
public final class Completion {
    private static final long POLL_MILLIS = 200;

    private final Audit audit;
    private final Duration patience;

    /**
     * Not waiting yet.
     *
     * @param audit who counts
     * @param patience how long nothing may move; longer than a message stays locked by a consumer that was killed
     */
    public Completion(Audit audit, Duration patience) {
        this.audit = audit;
        this.patience = patience;
    }

    /**
     * Returns when the queues are empty, or when nothing has moved for too long; the verdict of that moment. With empty
     * queues it is final: an order that is in no table then is nowhere.
     *
     * @throws SQLException if the database can't be read
     * @throws InterruptedException if interrupted
     */
    public Verdict await() throws SQLException, InterruptedException {
        long last = -1;
        long movedAt = System.nanoTime();
        while (true) {
            long queued = audit.queued();
            if (queued == 0) {
                return audit.verdict();
            }
            long position = audit.through() - queued;
            if (position != last) {
                last = position;
                movedAt = System.nanoTime();
            } else if (System.nanoTime() - movedAt > patience.toNanos()) {
                return audit.verdict();
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }
}
