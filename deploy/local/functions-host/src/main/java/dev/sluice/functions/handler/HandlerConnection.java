package dev.sluice.functions.handler;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.Optional;

/** HTTP to one handler on its loopback port. */
final class HandlerConnection {

    /** Bodies in both directions, as the host has it. */
    static final long MAX_BODY = 100L * 1024 * 1024;

    private static final int MAX_CONNECTIONS = 1000;
    private static final int MAX_WAITING = 4000;
    private static final int CONNECT_MILLIS = 5000;

    private final HttpClient client;
    private final int port;

    HandlerConnection(Vertx vertx, int port) {
        this.port = port;
        this.client = vertx.httpClientBuilder()
                .with(new HttpClientOptions()
                        .setConnectTimeout(CONNECT_MILLIS)
                        .setTcpNoDelay(true)
                        .setMaxHeaderSize(65_536))
                .with(new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS).setMaxWaitQueueSize(MAX_WAITING))
                // Each request reports its own failure; a connection that nobody waits for may break.
                .withConnectHandler(connection -> connection.exceptionHandler(failure -> {}))
                .build();
    }

    int port() {
        return port;
    }

    /** Succeeds with any HTTP answer, and with any failure but to connect: so the host takes it. */
    Future<Boolean> answers(long timeoutMillis) {
        var options = options(HttpMethod.GET, "/").setTimeout(timeoutMillis);
        return client.request(options)
                .compose(HttpClientRequest::send)
                .compose(response -> response.end().map(true))
                .otherwise(failure -> !(failure instanceof java.io.IOException)
                        && !(failure instanceof java.util.concurrent.TimeoutException)
                        && !(failure instanceof io.vertx.core.VertxException));
    }

    /** A request that is still to be sent; fails if no connection can be made. */
    Future<HttpClientRequest> request(HttpMethod method, String uri, long idleMillis) {
        return client.request(options(method, uri).setIdleTimeout(idleMillis));
    }

    /** Posts an envelope and reads the answer; empty where nothing came back that could complete the invocation. */
    Future<Optional<InvocationAnswer>> post(Invocation invocation) {
        return client.request(options(HttpMethod.POST, "/" + invocation.function()))
                .compose(request -> {
                    request.setChunked(true);
                    request.putHeader(HostVersion.VERSION_HEADER, HostVersion.VERSION);
                    request.putHeader(
                            HostVersion.INVOCATION_HEADER, invocation.id().toString());
                    request.putHeader("User-Agent", HostVersion.USER_AGENT);
                    if (invocation.traceParent() != null) {
                        request.putHeader("traceparent", invocation.traceParent());
                    }
                    request.putHeader("Content-Type", "application/json; charset=utf-8");
                    request.end(Buffer.buffer(invocation.body()));
                    return request.response();
                })
                .compose(response -> body(response)
                        .map(body -> InvocationAnswer.read(
                                response.statusCode(), response.getHeader("Content-Type"), body.getBytes())));
    }

    void close() {
        client.close();
    }

    private static Future<Buffer> body(HttpClientResponse response) {
        var body = Buffer.buffer();
        var whole = Promise.<Buffer>promise();
        response.exceptionHandler(whole::tryFail);
        response.handler(part -> {
            if (body.length() + part.length() > MAX_BODY) {
                whole.tryFail(
                        new InvocationFailedException("the handler's answer has more than " + MAX_BODY + " bytes"));
                response.request().reset();
            } else {
                body.appendBuffer(part);
            }
        });
        response.endHandler(end -> whole.tryComplete(body));
        return whole.future();
    }

    private RequestOptions options(HttpMethod method, String uri) {
        return new RequestOptions()
                .setMethod(method)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI(uri)
                .setConnectTimeout(CONNECT_MILLIS);
    }
}
