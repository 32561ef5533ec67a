package dev.sluice.producer.api;

import dev.sluice.http.ProblemAnswer;
import dev.sluice.http.ProblemType;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Bounds the size and the duration of request bodies before anything reads them: a body whose declared length is too
 * large is refused without reading a byte of it, and one that does not arrive in time costs its connection. Bodies of
 * undeclared length are bounded by whoever reads them. The framework's own {@code quarkus.http.limits.max-body-size}
 * answers with an empty body, so it is off.
 */
@ApplicationScoped
public class BodyGuard {
    private static final int BEFORE_ALL_OTHERS = 1000;

    private final OrdersConfig config;
    private final OrderCounters counters;

    BodyGuard(OrdersConfig config, OrderCounters counters) {
        this.config = config;
        this.counters = counters;
    }

    void register(@Observes Filters filters) {
        filters.register(this::guard, BEFORE_ALL_OTHERS);
    }

    private void guard(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (declared == null && !request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            routing.next();
            return;
        }
        UnreadBody.watch(routing, config.bodyTimeout());
        long limit = limit(routing.normalizedPath());
        if (declared != null && isMoreThan(limit, declared)) {
            counters.refused(ProblemType.TOO_LARGE);
            ProblemAnswer.send(routing, BoundedBody.tooLarge(limit).problem());
        } else {
            routing.next();
        }
    }

    private long limit(String path) {
        return (path.equals("/api/orders/batch") ? config.batch().maxBytes() : config.maxBytes()).asLongValue();
    }

    private static boolean isMoreThan(long limit, String declared) {
        try {
            return Long.parseLong(declared) > limit;
        } catch (NumberFormatException beyondLong) {
            return true;
        }
    }
}
