package dev.sluice.functions.handler;

import io.vertx.core.http.HttpServerRequest;

/** Answers that the host gives itself. */
final class HttpReply {

    private HttpReply() {}

    /** A status without a body; ends the connection if the request's body has not been read. */
    static void status(HttpServerRequest request, int status) {
        var response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            // Too late for a status: the client must see that something is missing.
            request.connection().close();
            return;
        }
        if (!request.isEnded()) {
            response.putHeader("Connection", "close");
        }
        response.setStatusCode(status).end();
    }

    static void json(HttpServerRequest request, int status, String json) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json; charset=utf-8")
                .end(json);
    }
}
