package dev.sluice.stack.ledger;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** What producer promised to process, as the clients saw it. Thread-safe; entries are never removed. */
public final class Ledger {
    private final Map<UUID, Instant> accepted = new ConcurrentHashMap<>();
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();

    /**
     * An order was answered with 202.
     *
     * @param orderId the id in the answer
     * @param requested when its first request was sent
     */
    public void accepted(UUID orderId, Instant requested) {
        accepted.putIfAbsent(orderId, requested);
    }

    /**
     * All requests for an order stayed without a clear answer: it may be on the bus or not, and either is right.
     *
     * @param customer the order's customer, which no other order of this ledger has
     */
    public void unknown(String customer) {
        unknown.add(customer);
    }

    /** How many orders were accepted so far. */
    public int size() {
        return accepted.size();
    }

    /** Every accepted order with the time of its first request; a view. */
    public Map<UUID, Instant> accepted() {
        return Collections.unmodifiableMap(accepted);
    }

    /** The customers of orders whose fate stayed unknown; a view. */
    public Set<String> unknown() {
        return Collections.unmodifiableSet(unknown);
    }
}
