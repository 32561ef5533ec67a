package dev.sluice.emulator.fault;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A fault that was added, under its id, with what it has done so far. Thread-safe. */
public final class ActiveFault {

    private final String id;
    private final Fault fault;
    private final AtomicInteger struck = new AtomicInteger();

    ActiveFault(String id, Fault fault) {
        this.id = id;
        this.fault = fault;
    }

    /** What to remove it by. */
    public String id() {
        return id;
    }

    /** What was asked for. */
    public Fault fault() {
        return fault;
    }

    /** How often it has struck. */
    public int struck() {
        return struck.get();
    }

    /** Whether it strikes now; counts it if so. Never more often than was asked for, however many threads ask. */
    boolean strikes(Moment moment, String path, String containerId) {
        if (!fault.concerns(moment, path, containerId)
                || (fault.probability() < 1 && ThreadLocalRandom.current().nextDouble() >= fault.probability())) {
            return false;
        }
        if (fault.times() == 0) {
            struck.incrementAndGet();
            return true;
        }
        return struck.getAndUpdate(count -> Math.min(count + 1, fault.times())) < fault.times();
    }

    boolean isUsedUp() {
        return fault.times() > 0 && struck.get() >= fault.times();
    }
}
