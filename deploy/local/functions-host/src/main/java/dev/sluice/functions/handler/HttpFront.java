package dev.sluice.functions.handler;

import dev.sluice.functions.app.AuthLevel;
import dev.sluice.functions.app.FunctionApp;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The port of an app: its HTTP functions, shared out among the instances that are ready, and the host's own pages.
 * Requests that wait for a handler or an answer are bounded; one more is answered with 429.
 */
public final class HttpFront implements AutoCloseable {

    /** Kestrel's, which the real host runs on. */
    private static final int MAX_REQUEST_LINE = 8192;

    private static final int MAX_HEADERS = 32_768;
    private static final int MAX_OUTSTANDING = 2000;
    private static final int IDLE_SECONDS = 250;
    private static final int CLOSE_SECONDS = 5;

    private final FunctionApp app;
    private final RouteTable routes;
    private final HostControl control;
    private final HostLog log;
    private final HttpProxy proxy;
    private final AdminPages admin;
    private final AtomicInteger outstanding = new AtomicInteger();
    private final HttpServer server;
    private volatile boolean closing;

    /** Does not listen yet. */
    public HttpFront(FunctionApp app, RouteTable routes, HandlerRuntime runtime, HostControl control, HostLog log) {
        this.app = app;
        this.routes = routes;
        this.control = control;
        this.log = log;
        proxy = new HttpProxy(runtime.vertx(), log);
        admin = new AdminPages(app, control);
        server = runtime.vertx()
                .createHttpServer(new HttpServerOptions()
                        .setMaxInitialLineLength(MAX_REQUEST_LINE)
                        .setMaxHeaderSize(MAX_HEADERS)
                        .setHandle100ContinueAutomatically(true)
                        .setTcpNoDelay(true)
                        .setIdleTimeout(IDLE_SECONDS))
                // What a client does wrong with its connection is not worth a line in the log.
                .connectionHandler(connection -> connection.exceptionHandler(failure -> {}))
                .exceptionHandler(failure -> {})
                .requestHandler(this::count);
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for any that is free
     * @return the port
     * @throws IOException if it is taken
     */
    public int listen(String host, int port) throws IOException {
        try {
            return server.listen(port, host)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get()
                    .actualPort();
        } catch (ExecutionException e) {
            throw new IOException(
                    "can't listen on " + host + ":" + port + ": " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** How many requests are being answered. */
    public int outstanding() {
        return outstanding.get();
    }

    /** From now on new requests are answered with 503. */
    public void stopTaking() {
        closing = true;
    }

    @Override
    public void close() {
        try {
            server.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            log.line("the port could not be closed: %s", e);
        }
    }

    private void count(HttpServerRequest request) {
        request.pause();
        request.exceptionHandler(failure -> {});
        int now = outstanding.incrementAndGet();
        request.response().endHandler(end -> outstanding.decrementAndGet());
        if (closing) {
            HttpReply.status(request, 503);
        } else if (now > MAX_OUTSTANDING) {
            HttpReply.status(request, 429);
        } else {
            route(request);
        }
    }

    private void route(HttpServerRequest request) {
        var path = request.path();
        if (path == null) {
            HttpReply.status(request, 400);
        } else if (path.equals("/admin/host/ping")) {
            HttpReply.status(request, 200);
        } else if (path.startsWith("/admin/")) {
            if (app.settings().keys().admits(AuthLevel.ADMIN, null, key(request))) {
                admin.handle(request);
            } else {
                HttpReply.status(request, 401);
            }
        } else {
            routes.find(request.method().name(), path)
                    .ifPresentOrElse(match -> authorize(request, match), () -> unknown(request, path));
        }
    }

    private void authorize(HttpServerRequest request, RouteTable.Match match) {
        if (!app.settings()
                .keys()
                .admits(match.trigger().level(), match.function().name(), key(request))) {
            HttpReply.status(request, 401);
            return;
        }
        var length = request.getHeader("Content-Length");
        if (length != null && (length.length() > 18 || Long.parseLong(length) > HandlerConnection.MAX_BODY)) {
            HttpReply.status(request, 413);
            return;
        }
        control.next().ifPresentOrElse(handler -> hand(request, match, handler), () -> HttpReply.status(request, 503));
    }

    private void hand(HttpServerRequest request, RouteTable.Match match, Handler handler) {
        var function = match.function().name();
        if (!app.options().handler().proxiesHttp()) {
            envelope(request, match, handler);
            return;
        }
        // A copy: the timeout of one request must not fail the others that wait.
        var ready = handler.connected()
                .copy()
                .orTimeout(app.options().handler().initializationTimeout().toMillis(), TimeUnit.MILLISECONDS);
        Future.fromCompletionStage(ready, Vertx.currentContext())
                .onSuccess(connection -> proxy.forward(request, connection, function))
                .onFailure(failure -> {
                    log.line("%s: no handler: %s", function, failure.getMessage());
                    HttpReply.status(request, handler.state() == Handler.State.EXITED ? 502 : 503);
                });
    }

    private void envelope(HttpServerRequest request, RouteTable.Match match, Handler handler) {
        var context = Vertx.currentContext();
        var function = match.function().name();
        var bounded = new BoundedBody(request, HandlerConnection.MAX_BODY);
        collect(bounded)
                .compose(body -> {
                    var json = HttpEnvelope.encode(
                            request, body, function, match.trigger().name(), match.parameters());
                    var invocation =
                            new Invocation(UUID.randomUUID(), function, request.getHeader("traceparent"), json);
                    return Future.fromCompletionStage(handler.invoke(invocation), context);
                })
                .map(answer -> {
                    answer.logs().forEach(line -> log.line("%s: %s", function, line));
                    HttpEnvelope.reply(request, match.trigger(), answer);
                    return answer;
                })
                .onFailure(failure -> {
                    log.line("%s: failed: %s", function, failure.getMessage());
                    HttpReply.status(request, bounded.exceeded() ? 413 : 500);
                });
    }

    private static Future<Buffer> collect(BoundedBody body) {
        var whole = Promise.<Buffer>promise();
        var collected = Buffer.buffer();
        body.exceptionHandler(whole::tryFail);
        body.handler(collected::appendBuffer);
        body.endHandler(end -> whole.tryComplete(collected));
        body.resume();
        return whole.future();
    }

    private void unknown(HttpServerRequest request, String path) {
        if (path.equals("/") && request.method().name().equals("GET")) {
            request.response()
                    .putHeader("Content-Type", "text/plain; charset=utf-8")
                    .end("Your function app " + app.name() + " is up and running.\n");
        } else {
            HttpReply.status(request, 404);
        }
    }

    private static String key(HttpServerRequest request) {
        var header = request.getHeader("x-functions-key");
        return header != null ? header : request.getParam("code");
    }
}
