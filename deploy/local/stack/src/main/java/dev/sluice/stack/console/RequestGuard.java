package dev.sluice.stack.console;

import com.sun.net.httpserver.Headers;
import java.util.Set;

/**
 * Turns away what somebody else's web page makes a browser on this machine send: requests for a host name that was pointed
 * to this machine (DNS rebinding), requests of a foreign origin, and changes that a form could ask for.
 */
final class RequestGuard {
    /** A header that pages of other sites can't send without being asked whether they may; nobody answers that. */
    static final String OWN_HEADER = "X-Sluice-Console";

    private final Set<String> hosts;

    /** For a page on this port of the loopback interface. */
    RequestGuard(int port) {
        hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
    }

    /**
     * Checks any request.
     *
     * @throws RefusedException if it must not be answered
     */
    void check(Headers headers) throws RefusedException {
        String host = headers.getFirst("Host");
        if (host == null || !hosts.contains(host)) {
            throw new RefusedException(403, "this is not the host '" + host + "'");
        }
        String origin = headers.getFirst("Origin");
        if (origin != null && !origin.equals("http://" + host)) {
            throw new RefusedException(403, "the origin '" + origin + "' is foreign");
        }
        String site = headers.getFirst("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw new RefusedException(403, "pages of other sites have no access");
        }
    }

    /**
     * Checks, in addition, a request that changes something.
     *
     * @throws RefusedException if it does not come from the console's own page
     */
    void checkChange(Headers headers) throws RefusedException {
        if (headers.getFirst(OWN_HEADER) == null) {
            throw new RefusedException(403, "the header " + OWN_HEADER + " is missing");
        }
    }
}
