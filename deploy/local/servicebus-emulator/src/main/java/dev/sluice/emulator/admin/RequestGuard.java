package dev.sluice.emulator.admin;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Turns away what a web page of somebody else makes a browser on this machine send: requests with a foreign origin, and
 * those for a host name that was pointed to this machine (DNS rebinding).
 */
final class RequestGuard {

    private static final Pattern LITERAL = Pattern.compile("localhost|[0-9.]+|\\[[0-9a-f:.]+]");

    private final boolean loopback;

    /** For a page that listens on loopback, where no other host name is right, or on an address with names. */
    RequestGuard(boolean loopback) {
        this.loopback = loopback;
    }

    /** Throws an {@link AdminException} for a request that must not be served. */
    void check(Headers headers) {
        var host = headers.getFirst("Host");
        if (host == null || (loopback && !LITERAL.matcher(name(host)).matches())) {
            throw new AdminException(403, "the host '" + host + "' is not this one: use an address or localhost");
        }
        var origin = headers.getFirst("Origin");
        if (origin != null && !host.equalsIgnoreCase(authority(origin))) {
            throw new AdminException(
                    403, "the origin '" + origin + "' is foreign: pages of other sites have no access");
        }
        var site = headers.getFirst("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw new AdminException(403, "pages of other sites have no access");
        }
    }

    private static String name(String host) {
        return host.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
    }

    private static String authority(String origin) {
        try {
            return URI.create(origin).getAuthority();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
