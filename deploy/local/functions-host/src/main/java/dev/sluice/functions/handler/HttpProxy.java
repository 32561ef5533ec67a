package dev.sluice.functions.handler;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/**
 * {@code enableProxyingHttpRequest}: the request goes to the handler as it is, in a stream, and so does the answer.
 *
 * @see <a href="https://github.com/Azure/azure-functions-host">azure-functions-host</a>, {@code DefaultHttpProxyService}
 *     and {@code RetryProxyHandler}
 */
final class HttpProxy {

    private static final long IDLE_MILLIS = 240_000;
    private static final int ATTEMPTS = 10;
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LONGEST_PAUSE_MILLIS = 250;

    private final Vertx vertx;
    private final HostLog log;

    HttpProxy(Vertx vertx, HostLog log) {
        this.vertx = vertx;
        this.log = log;
    }

    /** Answers the request; it must be paused. */
    void forward(HttpServerRequest request, HandlerConnection connection, String function) {
        var body = new BoundedBody(request, HandlerConnection.MAX_BODY);
        connect(connection, request, 1, FIRST_PAUSE_MILLIS)
                .compose(out -> {
                    // A client that goes away takes its request to the handler along.
                    request.response().closeHandler(gone -> out.reset());
                    return send(request, out, body);
                })
                .compose(in -> answer(request, in))
                .onFailure(failure -> failed(request, body, function, failure));
    }

    private Future<HttpClientRequest> connect(
            HandlerConnection connection, HttpServerRequest request, int attempt, long pause) {
        return connection.request(request.method(), request.uri(), IDLE_MILLIS).recover(failure -> {
            if (attempt >= ATTEMPTS || request.response().closed()) {
                return Future.failedFuture(failure);
            }
            var again = Promise.<HttpClientRequest>promise();
            vertx.setTimer(
                    pause, timer -> connect(connection, request, attempt + 1, Math.min(2 * pause, LONGEST_PAUSE_MILLIS))
                            .onComplete(again));
            return again.future();
        });
    }

    private static Future<HttpClientResponse> send(HttpServerRequest request, HttpClientRequest out, BoundedBody body) {
        var invocation = UUID.randomUUID().toString();
        // What goes wrong is told by the futures.
        out.exceptionHandler(failure -> {});
        ProxyHeaders.copyRequest(request.headers(), out.headers());
        out.putHeader(HostVersion.VERSION_HEADER, HostVersion.VERSION);
        out.putHeader(HostVersion.INVOCATION_HEADER, invocation);
        out.putHeader("x-ms-invocation-id", invocation);
        out.putHeader("User-Agent", HostVersion.USER_AGENT);
        boolean hasBody = request.getHeader("Content-Length") != null || request.getHeader("Transfer-Encoding") != null;
        if (!hasBody) {
            request.resume();
            return out.send();
        }
        if (request.getHeader("Content-Length") == null) {
            out.setChunked(true);
        }
        // Not send(body): that ends the request in good order when the body breaks off, and the handler would take the
        // part for the whole.
        body.pipe().endOnFailure(false).to(out).onFailure(failure -> out.reset(0, failure));
        return out.response();
    }

    private static Future<Void> answer(HttpServerRequest request, HttpClientResponse in) {
        var response = request.response();
        response.setStatusCode(in.statusCode()).setStatusMessage(in.statusMessage());
        ProxyHeaders.copyResponse(in.headers(), response.headers());
        boolean hasBody = !request.method().equals(HttpMethod.HEAD) && in.statusCode() != 204 && in.statusCode() != 304;
        if (!hasBody) {
            return response.end();
        }
        if (in.getHeader("Content-Length") == null) {
            response.setChunked(true);
        }
        return in.pipe().endOnFailure(false).to(response);
    }

    private void failed(HttpServerRequest request, BoundedBody body, String function, Throwable failure) {
        if (body.exceeded()) {
            HttpReply.status(request, 413);
        } else if (!request.response().closed()) {
            log.line("%s: the handler could not answer: %s", function, failure.getMessage());
            HttpReply.status(request, failure instanceof TimeoutException ? 504 : 502);
        }
    }
}
