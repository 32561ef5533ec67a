package dev.sluice.producer.api;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * What happens to a body that is not read to its end: the connection is closed when the answer says so (a 413 does) or
 * when the rest doesn't come soon, but not at once. Closing a
 * socket that holds unread data resets it, and the client might lose the answer; so what still comes is thrown away for
 * a moment (RFC 9112, section 9.6).
 */
final class UnreadBody {
    private static final int TOO_LARGE = 413;
    private static final long LINGER_MILLIS = 1000;

    private final RoutingContext routing;
    private final Vertx vertx;
    private final Context context;
    private final long arrival;

    private UnreadBody(RoutingContext routing, Duration timeout) {
        this.routing = routing;
        this.vertx = routing.vertx();
        this.context = vertx.getOrCreateContext();
        this.arrival = vertx.setTimer(Math.max(1, timeout.toMillis()), late -> closeUnlessRead());
    }

    /** Watches a request's body; it has {@code timeout} to arrive. */
    static void watch(RoutingContext routing, Duration timeout) {
        UnreadBody body = new UnreadBody(routing, timeout);
        routing.addHeadersEndHandler(nothing -> body.announceClose());
        routing.addEndHandler(end -> body.context.runOnContext(nothing -> body.afterAnswer()));
    }

    private void announceClose() {
        if (routing.response().getStatusCode() == TOO_LARGE) {
            routing.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    private void afterAnswer() {
        vertx.cancelTimer(arrival);
        HttpServerRequest request = routing.request();
        if (request.isEnded()) {
            return;
        }
        boolean close = routing.response().headers().contains(HttpHeaders.CONNECTION, HttpHeaders.CLOSE, true);
        long linger = vertx.setTimer(LINGER_MILLIS, late -> closeUnlessRead());
        request.exceptionHandler(gone -> vertx.cancelTimer(linger));
        request.handler(thrownAway -> {});
        request.endHandler(end -> {
            vertx.cancelTimer(linger);
            if (close) {
                request.connection().close();
            }
        });
        request.resume();
    }

    private void closeUnlessRead() {
        if (!routing.request().isEnded()) {
            routing.request().connection().close();
        }
    }
}
