package dev.sluice.producer.api;

import dev.sluice.http.Problem;
import dev.sluice.http.ProblemType;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

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

    @Override
    public Operation filterOperation(Operation operation) {
        List<ProblemType> more = MORE.get(operation.getOperationId());
        if (more != null) {
            Stream.concat(ANY.stream(), more.stream())
                    .collect(Collectors.groupingBy(ProblemType::status, TreeMap::new, Collectors.toList()))
                    .forEach((status, types) ->
                            operation.getResponses().addAPIResponse(String.valueOf(status), response(types)));
        }
        return operation;
    }

    private static APIResponse response(List<ProblemType> types) {
        Map<String, Example> examples = types.stream()
                .collect(Collectors.toMap(ProblemType::code, ProblemDocumentation::example, (a, b) -> a, TreeMap::new));
        Content content = OASFactory.createContent()
                .addMediaType(
                        Problem.MEDIA_TYPE,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref("Problem"))
                                .examples(examples));
        APIResponse response = OASFactory.createAPIResponse()
                .description(types.stream().map(ProblemType::title).collect(Collectors.joining("; ")))
                .content(content);
        return types.contains(ProblemType.SERVICE_BUS_UNAVAILABLE)
                ? response.addHeader("Retry-After", retryAfter())
                : response;
    }

    private static Header retryAfter() {
        return OASFactory.createHeader()
                .description("When to try again, in seconds")
                .schema(OASFactory.createSchema().addType(Schema.SchemaType.INTEGER));
    }

    private static Example example(ProblemType type) {
        Map<String, Object> problem = new TreeMap<>();
        problem.put("type", type.uri().toString());
        problem.put("title", type.title());
        problem.put("status", type.status());
        if (type == ProblemType.INVALID_ORDER) {
            problem.put(
                    "violations",
                    VIOLATIONS.stream()
                            .map(violation -> Map.of("field", violation.field(), "message", violation.message()))
                            .toList());
        }
        if (type == ProblemType.SERVICE_BUS_UNAVAILABLE || type == ProblemType.ORDER_REFUSED) {
            problem.put("id", "6b1f9dcb-1c9f-5d7c-8a53-0c2f3a5d8e11");
            problem.put("retryWith", "cart-4711");
        }
        return OASFactory.createExample().value(problem);
    }
}
