package dev.sluice.functions.handler;

import io.vertx.core.MultiMap;
import java.util.Locale;
import java.util.Set;

/** Which headers a proxy passes on: all but those that speak of one connection (RFC 9110, 7.6.1). */
final class ProxyHeaders {

    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authenticate",
            "proxy-authorization",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "http2-settings");

    private ProxyHeaders() {}

    /** Requests also lose Host, which names the handler's own address then, and Expect, which the host has answered. */
    static void copyRequest(MultiMap from, MultiMap to) {
        from.forEach(header -> {
            var name = header.getKey().toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(name) && !name.equals("host") && !name.equals("expect")) {
                to.add(header.getKey(), header.getValue());
            }
        });
    }

    static void copyResponse(MultiMap from, MultiMap to) {
        from.forEach(header -> {
            if (!HOP_BY_HOP.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                to.add(header.getKey(), header.getValue());
            }
        });
    }
}
