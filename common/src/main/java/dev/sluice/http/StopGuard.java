package dev.sluice.http;

import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Refuses new requests once this process has been told to stop (SIGTERM), so that those in hand can end: the framework waits
 * for them, but would go on taking others. Needs {@code quarkus.shutdown.delay-enabled}.
 */
@ApplicationScoped
public class StopGuard {
    private static final int BEFORE_AUTHENTICATION = 900;

    private volatile boolean stopping;

    void register(@Observes Filters filters) {
        filters.register(this::guard, BEFORE_AUTHENTICATION);
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        stopping = true;
    }

    private void guard(RoutingContext request) {
        if (!stopping || request.normalizedPath().startsWith("/q/health")) {
            request.next();
            return;
        }
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE).putHeader("Retry-After", "1");
        ProblemAnswer.send(request, Problem.of(ProblemType.STOPPING, "Nothing was done; another instance may take it"));
    }
}
