package dev.sluice.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Answers a request that does not say which host it is for. HTTP/1.1 demands that it is refused (RFC 9112, section 3.2), and
 * the framework does so before it looks for a route; but it writes an error to the log each time, and anybody can send one.
 */
@ApplicationScoped
public class UnroutableRequests {
    private static final int BEFORE_THE_FRAMEWORKS_OWN = Integer.MIN_VALUE;

    void register(@Observes Router router) {
        router.route().order(BEFORE_THE_FRAMEWORKS_OWN).failureHandler(UnroutableRequests::answer);
    }

    private static void answer(RoutingContext request) {
        if (request.statusCode() == ProblemType.BAD_REQUEST.status()
                && request.request().authority() == null) {
            ProblemAnswer.send(request, Problem.of(ProblemType.BAD_REQUEST, "HTTP/1.1 wants one valid Host header"));
        } else {
            request.next();
        }
    }
}
