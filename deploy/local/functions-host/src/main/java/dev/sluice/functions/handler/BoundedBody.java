package dev.sluice.functions.handler;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;

/** A request's body that fails when more comes than is allowed. */
final class BoundedBody implements ReadStream<Buffer> {

    private final ReadStream<Buffer> body;
    private final long limit;
    private Handler<Throwable> failures = failure -> {};
    private long seen;

    BoundedBody(ReadStream<Buffer> body, long limit) {
        this.body = body;
        this.limit = limit;
    }

    /** Whether more came than is allowed. */
    boolean exceeded() {
        return seen > limit;
    }

    @Override
    public BoundedBody exceptionHandler(Handler<Throwable> handler) {
        failures = handler == null ? failure -> {} : handler;
        body.exceptionHandler(handler);
        return this;
    }

    @Override
    public BoundedBody handler(Handler<Buffer> handler) {
        body.handler(
                handler == null
                        ? null
                        : part -> {
                            seen += part.length();
                            if (seen <= limit) {
                                handler.handle(part);
                            } else if (seen - part.length() <= limit) {
                                failures.handle(new java.io.IOException("the body has more than " + limit + " bytes"));
                            }
                        });
        return this;
    }

    @Override
    public BoundedBody pause() {
        body.pause();
        return this;
    }

    @Override
    public BoundedBody resume() {
        body.resume();
        return this;
    }

    @Override
    public BoundedBody fetch(long amount) {
        body.fetch(amount);
        return this;
    }

    @Override
    public BoundedBody endHandler(Handler<Void> handler) {
        body.endHandler(handler);
        return this;
    }
}
