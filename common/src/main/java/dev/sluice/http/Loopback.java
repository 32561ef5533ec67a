package dev.sluice.http;

import java.util.Set;

/** The addresses that only this machine reaches. */
public final class Loopback {
    private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "::1", "[::1]");

    private Loopback() {}

    /** Whether {@code host}, as it stands in a setting or an address, is one of them; null is none. */
    public static boolean is(String host) {
        return host != null && NAMES.contains(host);
    }
}
