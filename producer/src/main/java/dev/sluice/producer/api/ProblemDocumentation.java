package dev.sluice.producer.api;

import dev.sluice.http.ProblemResponses;
import dev.sluice.http.ProblemType;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;

/**
 * Adds to each operation in {@code /q/openapi} every problem that it answers with, one example per type. Written once
 * here instead of as a dozen annotations on each method.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ProblemDocumentation implements OASFilter {
    private static final List<ProblemType> ANY = List.of(
            ProblemType.MALFORMED_JSON,
            ProblemType.INVALID_ORDER,
            ProblemType.INVALID_IDEMPOTENCY_KEY,
            ProblemType.BAD_REQUEST,
            ProblemType.UNAUTHENTICATED,
            ProblemType.FORBIDDEN,
            ProblemType.NOT_FOUND,
            ProblemType.METHOD_NOT_ALLOWED,
            ProblemType.NOT_ACCEPTABLE,
            ProblemType.TOO_LARGE,
            ProblemType.UNSUPPORTED_MEDIA_TYPE,
            ProblemType.ORDER_REFUSED,
            ProblemType.INTERNAL_ERROR,
            ProblemType.SIGNING_KEYS_UNAVAILABLE,
            ProblemType.STOPPING,
            ProblemType.SERVICE_BUS_UNAVAILABLE);

    private static final Map<String, List<ProblemType>> MORE =
            Map.of("acceptOrder", List.of(), "acceptBatch", List.of(ProblemType.EMPTY_BATCH, ProblemType.OVERLOADED));

    private static final List<Violation> VIOLATIONS =
            List.of(new Violation("lines[0].quantity", "must be greater than or equal to 1"));

    private static final ProblemResponses RESPONSES = new ProblemResponses(ProblemDocumentation::extensions);

    @Override
    public Operation filterOperation(Operation operation) {
        List<ProblemType> more = MORE.get(operation.getOperationId());
        if (more != null) {
            RESPONSES.addTo(operation, Stream.concat(ANY.stream(), more.stream()));
        }
        return operation;
    }

    private static Map<String, Object> extensions(ProblemType type) {
        return switch (type) {
            case INVALID_ORDER ->
                Map.of(
                        "violations",
                        VIOLATIONS.stream()
                                .map(violation -> Map.of("field", violation.field(), "message", violation.message()))
                                .toList());
            case SERVICE_BUS_UNAVAILABLE, ORDER_REFUSED ->
                Map.of("id", "6b1f9dcb-1c9f-5d7c-8a53-0c2f3a5d8e11", "retryWith", "cart-4711");
            default -> Map.of();
        };
    }
}
