package dev.sluice.auth;

import java.util.Set;

/** What a caller may be allowed to do. */
public final class Roles {
    /** Post orders. */
    public static final String ORDERS_WRITE = "orders.write";

    /** Ask what became of an order. */
    public static final String ORDERS_READ = "orders.read";

    /** See, replay and discard what is parked. */
    public static final String PARKED_ADMIN = "parked.admin";

    /** Hand over messages: the Functions host that started this process, and nobody else. No token gives this role. */
    public static final String HOST = "host";

    /** Those that a token may give. */
    static final Set<String> OF_CALLERS = Set.of(ORDERS_WRITE, ORDERS_READ, PARKED_ADMIN);

    /** All of them. */
    static final Set<String> ALL = Set.of(ORDERS_WRITE, ORDERS_READ, PARKED_ADMIN, HOST);

    private Roles() {}
}
