package dev.sluice.emulator.broker;

import java.time.Instant;

/** Runs the broker's work that is due later: lock expiry, time to live, scheduled messages. */
@FunctionalInterface
public interface Timer {

    /** Work that was put off. */
    @FunctionalInterface
    interface Task {
        /** Forgets the work if it has not begun. */
        void cancel();
    }

    /** Runs the work once at or after the given time, never in the calling thread. */
    Task at(Instant when, Runnable work);
}
