package dev.sluice.emulator.broker;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock of one queue. It is always taken within the store, so that the store sees what is done under it as one change;
 * whoever takes it finds done what has become due by then.
 */
final class QueueLock {

    /** Something to be done under the lock. */
    interface Work<T> {
        T at(Instant now);
    }

    /** What the queue does by itself, each time that its lock is taken and given back. */
    interface Upkeep {
        /** Does what is due. */
        void begin(Instant now);

        /** Tells those who wait what has come, and sets the alarm for what is due next. */
        void end(Alarm alarm);
    }

    private final ReentrantLock guard = new ReentrantLock();
    private final MessageStore store;
    private final Clock clock;
    private final Alarm alarm;
    private final Upkeep upkeep;

    QueueLock(MessageStore store, Clock clock, Timer timer, Upkeep upkeep) {
        this.store = store;
        this.clock = clock;
        this.alarm = new Alarm(timer, this::onAlarm);
        this.upkeep = upkeep;
    }

    <T> T hold(Work<T> work) {
        store.enter();
        guard.lock();
        try {
            var now = clock.instant();
            upkeep.begin(now);
            return work.at(now);
        } finally {
            // Also when the work was refused: what was due has been done, and others wait for it.
            upkeep.end(alarm);
            guard.unlock();
            store.leave();
        }
    }

    private void onAlarm() {
        store.enter();
        guard.lock();
        try {
            alarm.rung();
            hold(now -> null);
        } finally {
            guard.unlock();
            store.leave();
        }
    }
}
