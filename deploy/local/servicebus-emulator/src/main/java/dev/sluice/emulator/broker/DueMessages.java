package dev.sluice.emulator.broker;

import java.time.Instant;
import java.util.Comparator;
import java.util.TreeSet;

/** Sequence numbers by the time at which something is to be done about them. Guarded by the queue's lock. */
final class DueMessages {

    private record Due(Instant when, long sequenceNumber) {}

    private final TreeSet<Due> due =
            new TreeSet<>(Comparator.comparing(Due::when).thenComparingLong(Due::sequenceNumber));

    /** Notes a time; null means never and is not noted. */
    void add(Instant when, long sequenceNumber) {
        if (when != null) {
            due.add(new Due(when, sequenceNumber));
        }
    }

    void remove(Instant when, long sequenceNumber) {
        if (when != null) {
            due.remove(new Due(when, sequenceNumber));
        }
    }

    /** Takes out the next number that is due, or gives null. */
    Long poll(Instant now) {
        return due.isEmpty() || due.first().when().isAfter(now)
                ? null
                : due.pollFirst().sequenceNumber();
    }

    /** When the next one is due, or null. */
    Instant next() {
        return due.isEmpty() ? null : due.first().when();
    }
}
