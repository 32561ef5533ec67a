package dev.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void travelsThroughProperties() {
        TraceContext trace = TraceContext.of(PARENT, "a=1,b=2");
        Map<String, Object> properties = new HashMap<>();

        trace.writeTo(properties);

        assertThat(properties).isEqualTo(Map.of("traceparent", PARENT, "tracestate", "a=1,b=2"));
        assertThat(TraceContext.readFrom(properties)).isEqualTo(trace);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x"
            })
    void aMalformedParentIsNoTrace(String parent) {
        assertThat(TraceContext.of(parent, "a=1")).isEqualTo(TraceContext.NONE);
    }

    @Test
    void aMalformedStateIsLeftOut() {
        assertThat(TraceContext.of(PARENT, "a=\n")).isEqualTo(new TraceContext(PARENT, null));
        assertThat(TraceContext.of(PARENT, "a".repeat(513))).isEqualTo(new TraceContext(PARENT, null));
    }

    @Test
    void ignoresPropertiesThatAreNoText() {
        assertThat(TraceContext.readFrom(Map.of("traceparent", 7))).isEqualTo(TraceContext.NONE);
    }

    @Test
    void isTheParentOfASpanAndComesBackFromOne() {
        TraceContext trace = TraceContext.of(PARENT, "a=1,b=2");

        SpanContext span = Span.fromContext(trace.context()).getSpanContext();

        assertThat(span.isRemote()).isTrue();
        assertThat(span.isSampled()).isTrue();
        assertThat(TraceContext.of(span)).isEqualTo(trace);
    }

    @Test
    void noTraceIsNoParent() {
        assertThat(TraceContext.NONE.context()).isSameAs(Context.root());
        assertThat(TraceContext.of(SpanContext.getInvalid())).isEqualTo(TraceContext.NONE);
    }
}
