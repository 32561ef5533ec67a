package dev.sluice.emulator.broker;

import java.time.Instant;
import java.util.TreeSet;

/** What a queue knows of one session. Guarded by the queue's lock. */
final class Session {

    final String id;

    /** The sequence numbers of its messages that are ready. */
    final TreeSet<Long> ready = new TreeSet<>();

    /** Who has it, or null when it is free. */
    SessionReceiver holder;

    /** How many of its messages transactions have in hand; while there are any, nobody else may have the session. */
    int reserved;

    /** When the holder's lock ends; means nothing without a holder. */
    Instant lockedUntil;

    /** Whom to call when the holder, who found no message, has one again; or null. */
    Consumer waiting;

    /** What receivers left for their successors, or null. */
    byte[] state;

    /** When the state was last set; null without a state. */
    Instant stateSetAt;

    Session(String id) {
        this.id = id;
    }

    /** Whether there is nothing left to remember. */
    boolean isForgettable() {
        return isFree() && ready.isEmpty() && state == null;
    }

    /** Whether somebody may have it now. */
    boolean isFree() {
        return holder == null && reserved == 0;
    }

    void wakeHolder() {
        if (waiting != null && !ready.isEmpty()) {
            var consumer = waiting;
            waiting = null;
            consumer.messagesAvailable();
        }
    }
}
