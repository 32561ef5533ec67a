package dev.sluice.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A W3C trace context (level 1, sections 3.2 and 3.3) on its way from an HTTP request through a message to the handler.
 *
 * @param traceparent the {@code traceparent} field; null when there is no trace
 * @param tracestate the {@code tracestate} field; null when there is none
 */
public record TraceContext(String traceparent, String tracestate) {
    /** No trace. */
    public static final TraceContext NONE = new TraceContext(null, null);

    static final String TRACEPARENT = "traceparent";
    private static final String TRACESTATE = "tracestate";
    private static final Pattern TRACEPARENT_FORM =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern TRACESTATE_FORM = Pattern.compile("[\\x20-\\x7e\\t]{1,512}");
    private static final W3CTraceContextPropagator PROPAGATOR = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<TraceContext> FIELDS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(TraceContext trace) {
            return List.of(TRACEPARENT, TRACESTATE);
        }

        @Override
        public String get(TraceContext trace, String name) {
            return name.equals(TRACEPARENT) ? trace.traceparent() : trace.tracestate();
        }
    };

    /**
     * The context in two header or property values, either of which may be null. A malformed {@code traceparent} makes
     * it {@link #NONE}, a malformed {@code tracestate} is left out, as the specification asks.
     */
    public static TraceContext of(String traceparent, String tracestate) {
        if (traceparent == null || !TRACEPARENT_FORM.matcher(traceparent).matches()) {
            return NONE;
        }
        boolean stateIsValid =
                tracestate != null && TRACESTATE_FORM.matcher(tracestate).matches();
        return new TraceContext(traceparent, stateIsValid ? tracestate : null);
    }

    /** The context of a span; {@link #NONE} if that is invalid. */
    public static TraceContext of(SpanContext span) {
        Map<String, String> fields = new HashMap<>();
        PROPAGATOR.inject(Context.root().with(Span.wrap(span)), fields, Map::put);
        return of(fields.get(TRACEPARENT), fields.get(TRACESTATE));
    }

    /** What goes on here, of which a new span is to be a child: a span from elsewhere, or nothing. */
    public Context context() {
        return traceparent == null ? Context.root() : PROPAGATOR.extract(Context.root(), this, FIELDS);
    }

    /** The context in a message's application properties. */
    public static TraceContext readFrom(Map<String, Object> properties) {
        return of(text(properties.get(TRACEPARENT)), text(properties.get(TRACESTATE)));
    }

    /** Puts the fields that are there into a message's application properties. */
    public void writeTo(Map<String, Object> properties) {
        if (traceparent != null) {
            properties.put(TRACEPARENT, traceparent);
        }
        if (tracestate != null) {
            properties.put(TRACESTATE, tracestate);
        }
    }

    private static String text(Object value) {
        return value instanceof String text ? text : null;
    }
}
