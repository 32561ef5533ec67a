package dev.sluice.telemetry;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The spans of messages, named and described by OpenTelemetry's semantic conventions for messaging (1.30). A message is
 * processed as a child of the span that first sent it, and so is every copy of it: all of them are one trace. What made a
 * copy is told apart by a link, for a copy may come hours later.
 *
 * <p>Without an exporter nothing is recorded, but the context goes its way all the same, and log lines have its id.
 *
 * <p>No proxy, so that it is made together with what uses it: made by the first message it would read its setting on a thread
 * of the SDK, which in dev mode and tests outlives the application and has the settings of a former one.
 */
@Singleton
public class MessageSpans {
    private static final String SCOPE = "dev.sluice";

    /** The application property of a copy, or of what is parked, that names the span which made it one; as {@code traceparent} does. */
    static final String MADE_BY = "sluice-made-by";

    private final Tracer tracer;

    /** An SDK that is off makes spans all the same, with ids that nobody will ever find: then the request's own stay. */
    @Inject
    MessageSpans(OpenTelemetry telemetry, @ConfigProperty(name = "quarkus.otel.sdk.disabled") boolean off) {
        this(off ? OpenTelemetry.noop() : telemetry);
    }

    /** @param telemetry makes the spans; {@link OpenTelemetry#noop} makes none */
    public MessageSpans(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer(SCOPE);
    }

    /**
     * Sends a new message within a span, which is the child of the context in the message's properties, and takes its place
     * there.
     *
     * @param properties the message's application properties; changed
     * @param sending sends the message; called once, on this thread
     */
    public CompletableFuture<Void> send(
            String queue, String messageId, Map<String, Object> properties, Supplier<CompletableFuture<Void>> sending) {
        Span span = started("send", queue, messageId, SpanKind.PRODUCER)
                .setParent(TraceContext.readFrom(properties).context())
                .startSpan();
        TraceContext.of(span.getSpanContext()).writeTo(properties);
        return within(span, sending);
    }

    /**
     * Sends a copy, or what is parked, within a span of its own: a child of what goes on here or, if nothing does, of the
     * context in the message's properties. That context stays there.
     *
     * @param properties the message's application properties; changed
     * @param sending sends the message; called once, on this thread
     */
    public CompletableFuture<Void> sendAgain(
            String queue, String messageId, Map<String, Object> properties, Supplier<CompletableFuture<Void>> sending) {
        SpanBuilder builder = started("send", queue, messageId, SpanKind.PRODUCER);
        Span maker = Span.current();
        if (!maker.getSpanContext().isValid()) {
            builder.setParent(TraceContext.readFrom(properties).context()).addLink(madeBy(properties));
        }
        Span span = builder.startSpan();
        properties.remove(MADE_BY);
        properties.putAll(link(maker.getSpanContext().isValid() ? maker : span));
        return within(span, sending);
    }

    /** What marks a message as made in the span that goes on here; empty where nothing is recorded. */
    public static Map<String, Object> link() {
        return link(Span.current());
    }

    /**
     * Processes a message within a span, which is the current one meanwhile.
     *
     * @param properties the message's application properties
     * @param invocation what has brought the message, besides its trace; invalid if nothing has
     */
    public <T> T process(
            String queue,
            String messageId,
            Map<String, Object> properties,
            SpanContext invocation,
            Supplier<T> processing) {
        Span span = started("process", queue, messageId, SpanKind.CONSUMER)
                .setParent(TraceContext.readFrom(properties).context())
                .addLink(madeBy(properties))
                .addLink(invocation)
                .startSpan();
        Scope scope = current(span);
        try {
            return processing.get();
        } catch (RuntimeException | Error e) {
            failed(span, e);
            throw e;
        } finally {
            scope.close();
            span.end();
        }
    }

    /** The span of a part of the processing, to be ended by the caller. */
    public Span started(String part) {
        return tracer.spanBuilder(part).startSpan();
    }

    /** Makes a span the current one of this thread, and its ids those of log lines; not one that has none. */
    public static Scope current(Span span) {
        return span.getSpanContext().isValid() ? span.makeCurrent() : Scope.noop();
    }

    /** Marks a span as that of something that failed. */
    public static void failed(Span span, Throwable e) {
        span.recordException(e).setStatus(StatusCode.ERROR, String.valueOf(e.getMessage()));
    }

    private SpanBuilder started(String operation, String queue, String messageId, SpanKind kind) {
        SpanBuilder builder = tracer.spanBuilder(operation + " " + queue)
                .setSpanKind(kind)
                .setAttribute("messaging.system", "servicebus")
                .setAttribute("messaging.destination.name", queue)
                .setAttribute("messaging.operation.name", operation)
                .setAttribute("messaging.operation.type", operation);
        return messageId == null ? builder : builder.setAttribute("messaging.message.id", messageId);
    }

    private static CompletableFuture<Void> within(Span span, Supplier<CompletableFuture<Void>> sending) {
        CompletableFuture<Void> sent;
        try {
            sent = sending.get();
        } catch (RuntimeException | Error e) {
            failed(span, e);
            span.end();
            throw e;
        }
        return sent.whenComplete((nothing, e) -> {
            if (e != null) {
                failed(span, e);
            }
            span.end();
        });
    }

    /** Invalid, which no builder links to, if the properties name none. */
    private static SpanContext madeBy(Map<String, Object> properties) {
        Object named = properties.get(MADE_BY);
        return Span.fromContext(TraceContext.of(named instanceof String text ? text : null, null)
                        .context())
                .getSpanContext();
    }

    private static Map<String, Object> link(Span maker) {
        return maker.isRecording()
                ? Map.of(MADE_BY, TraceContext.of(maker.getSpanContext()).traceparent())
                : Map.of();
    }
}
