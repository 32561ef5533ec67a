package dev.sluice.emulator.metrics;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Connections, links, bytes and settlements. Thread-safe, and cheap enough for every frame. */
public final class Traffic {

    /** How a settlement was answered. */
    public enum Outcome {
        /** The message is done with. */
        COMPLETED,
        /** It failed, or was given back. */
        ABANDONED,
        /** It was set aside. */
        DEFERRED,
        /** It was given up for dead. */
        DEAD_LETTERED,
        /** The settlement was refused, mostly because the lock was lost. */
        REFUSED;

        /** As it is written in metrics. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final AtomicInteger openConnections = new AtomicInteger();
    private final LongAdder connections = new LongAdder();
    private final LongAdder refusedConnections = new LongAdder();
    private final LongAdder openLinks = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final Map<Outcome, LongAdder> settlements = new EnumMap<>(Outcome.class);

    /** All zero. */
    public Traffic() {
        for (var outcome : Outcome.values()) {
            settlements.put(outcome, new LongAdder());
        }
    }

    /** Counts a connection in, unless so many are open already; says whether it did. */
    public boolean connected(int max) {
        if (openConnections.incrementAndGet() > max) {
            openConnections.decrementAndGet();
            refusedConnections.increment();
            return false;
        }
        connections.increment();
        return true;
    }

    /** Counts an open connection out. */
    public void disconnected() {
        openConnections.decrementAndGet();
    }

    /** Counts links in, or out when negative. */
    public void links(int change) {
        openLinks.add(change);
    }

    /** Counts bytes that came. */
    public void received(int bytes) {
        bytesIn.add(bytes);
    }

    /** Counts bytes that went. */
    public void sent(int bytes) {
        bytesOut.add(bytes);
    }

    /** Counts a settlement that was executed or refused. */
    public void settled(Outcome outcome) {
        settlements.get(outcome).increment();
    }

    /** Connections that are open now. */
    public int openConnections() {
        return openConnections.get();
    }

    /** Connections that were let in so far. */
    public long connections() {
        return connections.sum();
    }

    /** Connections that were turned away because there were too many. */
    public long refusedConnections() {
        return refusedConnections.sum();
    }

    /** Links that are open now. */
    public long openLinks() {
        return openLinks.sum();
    }

    /** Bytes that came so far. */
    public long bytesIn() {
        return bytesIn.sum();
    }

    /** Bytes that went so far. */
    public long bytesOut() {
        return bytesOut.sum();
    }

    /** Settlements so far that ended so. */
    public long settlements(Outcome outcome) {
        return settlements.get(outcome).sum();
    }
}
