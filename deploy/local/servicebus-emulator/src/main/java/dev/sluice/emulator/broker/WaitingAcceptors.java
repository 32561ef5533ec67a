package dev.sluice.emulator.broker;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.TreeSet;

/** Those who wait for a queue to have a free session, longest wait first. Guarded by the queue's lock. */
final class WaitingAcceptors {

    /** Somebody who waits, and for how long. */
    record Acceptor(long number, Instant deadline, Object owner, SessionListener listener) {}

    private final LinkedHashMap<SessionListener, Acceptor> inOrder = new LinkedHashMap<>();
    private final TreeSet<Acceptor> byDeadline =
            new TreeSet<>(Comparator.comparing(Acceptor::deadline).thenComparingLong(Acceptor::number));
    private long lastNumber;

    void add(Instant deadline, Object owner, SessionListener listener) {
        var acceptor = new Acceptor(++lastNumber, deadline, owner, listener);
        inOrder.put(listener, acceptor);
        byDeadline.add(acceptor);
    }

    void remove(SessionListener listener) {
        var acceptor = inOrder.remove(listener);
        if (acceptor != null) {
            byDeadline.remove(acceptor);
        }
    }

    /** Takes out who has waited for longest; null when nobody waits. */
    Acceptor poll() {
        if (inOrder.isEmpty()) {
            return null;
        }
        var first = inOrder.values().iterator().next();
        remove(first.listener());
        return first;
    }

    /** Takes out the next one whose time is over; null when there is none. */
    Acceptor pollExpired(Instant now) {
        if (byDeadline.isEmpty() || byDeadline.first().deadline().isAfter(now)) {
            return null;
        }
        var expired = byDeadline.first();
        remove(expired.listener());
        return expired;
    }

    /** When the next one's time is over, or null. */
    Instant nextDeadline() {
        return byDeadline.isEmpty() ? null : byDeadline.first().deadline();
    }

    int size() {
        return inOrder.size();
    }
}
