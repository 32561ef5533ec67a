package dev.sluice.emulator.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * The faults that are in force; the oldest one that concerns a moment strikes. Thread-safe. While there is none, asking
 * costs one volatile read.
 */
public final class Faults {

    // More than a test can mean; each one costs a comparison for every message.
    private static final int MAX = 1000;

    private final AtomicLong lastId = new AtomicLong();
    private final LongAdder struck = new LongAdder();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile List<ActiveFault> active = List.of();

    /**
     * Puts a fault in force. A freeze or a detached link strikes at once what is open and concerned.
     *
     * @throws IllegalArgumentException if there are 1000 already
     */
    public ActiveFault add(Fault fault) {
        var added = new ActiveFault(Long.toString(lastId.incrementAndGet()), fault);
        synchronized (this) {
            if (active.size() == MAX) {
                throw new IllegalArgumentException("there are " + MAX + " faults already: remove some");
            }
            var more = new ArrayList<>(active);
            more.add(added);
            active = List.copyOf(more);
        }
        if (fault.kind().strikesAt(Moment.NOW)) {
            listeners.forEach(Runnable::run);
        }
        return added;
    }

    /** Those in force, oldest first; one that has struck as often as it should is gone. */
    public List<ActiveFault> list() {
        return active;
    }

    /** Ends a fault; false if there is none of that id. */
    public synchronized boolean remove(String id) {
        int before = active.size();
        active = active.stream().filter(fault -> !fault.id().equals(id)).toList();
        return active.size() < before;
    }

    /** Ends all faults. */
    public synchronized void clear() {
        active = List.of();
    }

    /** How many times any fault has struck. */
    public long struck() {
        return struck.sum();
    }

    /** Calls the listener after each new fault that may strike what is open already. For the protocol. */
    public void onAdded(Runnable listener) {
        listeners.add(listener);
    }

    /** Whether there is no fault at all. */
    public boolean isEmpty() {
        return active.isEmpty();
    }

    /**
     * The fault that strikes now, or null; it counts as having struck. For the protocol.
     *
     * @param path the entity concerned, or null if none is
     * @param containerId of the connection, or null if it did not say one
     */
    public Fault strike(Moment moment, String path, String containerId) {
        for (var fault : active) {
            if (fault.strikes(moment, path, containerId)) {
                struck.increment();
                if (fault.isUsedUp()) {
                    remove(fault.id());
                }
                return fault.fault();
            }
        }
        return null;
    }
}
