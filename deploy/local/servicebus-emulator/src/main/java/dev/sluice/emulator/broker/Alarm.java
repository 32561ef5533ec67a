package dev.sluice.emulator.broker;

import java.time.Instant;

/** The one timer task of a queue, set for the earliest of its deadlines. Guarded by the queue's lock. */
final class Alarm {

    private final Timer timer;
    private final Runnable work;
    private Instant setFor;
    private Timer.Task task;

    Alarm(Timer timer, Runnable work) {
        this.timer = timer;
        this.work = work;
    }

    /** Makes sure that the work runs at the given time or before; an alarm that rings too early does no harm. */
    void ringBy(Instant when) {
        if (when == null || (setFor != null && !setFor.isAfter(when))) {
            return;
        }
        if (task != null) {
            task.cancel();
        }
        setFor = when;
        task = timer.at(when, work);
    }

    /** Says that the alarm has rung. */
    void rung() {
        setFor = null;
        task = null;
    }
}
