package dev.sluice.producer.api;

import dev.sluice.http.Problem;
import dev.sluice.http.ProblemException;
import dev.sluice.http.ProblemType;
import dev.sluice.telemetry.TraceContext;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a request says about where its orders come from.
 *
 * @param caller the authenticated principal's name, or {@code anonymous}
 * @param key the request's idempotency key, or a random one
 * @param trace the trace that the request belongs to
 */
public record RequestOrigin(String caller, IdempotencyKey key, TraceContext trace) {
    static final String ANONYMOUS = "anonymous";

    /** The origin of one order. Throws a {@link ProblemException} if the idempotency key can't be used. */
    static RequestOrigin ofOrder(HttpHeaders headers, SecurityContext security) {
        return of(headers, security, IdempotencyKey::parse);
    }

    /** The origin of a batch. Throws a {@link ProblemException} if the idempotency key can't be used. */
    public static RequestOrigin ofBatch(HttpHeaders headers, SecurityContext security) {
        return of(headers, security, IdempotencyKey::parseForBatch);
    }

    private static RequestOrigin of(
            HttpHeaders headers, SecurityContext security, Function<String, Optional<IdempotencyKey>> parser) {
        Principal principal = security.getUserPrincipal();
        String caller = principal == null ? ANONYMOUS : principal.getName();
        return new RequestOrigin(caller, key(headers.getRequestHeader(IdempotencyKey.HEADER), parser), trace(headers));
    }

    /** The request's own span or, where nothing is recorded, what its sender has said. */
    private static TraceContext trace(HttpHeaders headers) {
        SpanContext span = Span.current().getSpanContext();
        return span.isValid()
                ? TraceContext.of(span)
                : TraceContext.of(headers.getHeaderString("traceparent"), headers.getHeaderString("tracestate"));
    }

    private static IdempotencyKey key(List<String> values, Function<String, Optional<IdempotencyKey>> parser) {
        if (values == null || values.isEmpty()) {
            return IdempotencyKey.random();
        }
        return IdempotencyKey.single(values)
                .flatMap(parser)
                .orElseThrow(() -> new ProblemException(Problem.of(
                        ProblemType.INVALID_IDEMPOTENCY_KEY,
                        IdempotencyKey.HEADER + " " + IdempotencyKey.RULE + ", and be given once")));
    }
}
