package dev.sluice.http;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.examples.Example;
import org.eclipse.microprofile.openapi.models.headers.Header;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Describes in {@code /q/openapi} the problems that an operation answers with, one example per type. */
public final class ProblemResponses {
    private final Function<ProblemType, Map<String, Object>> more;

    /**
     * Describes them as the application answers.
     *
     * @param more what an example of a type holds besides type, title and status; empty for most
     */
    public ProblemResponses(Function<ProblemType, Map<String, Object>> more) {
        this.more = more;
    }

    /** Adds a response for each status that these problems have. */
    public void addTo(Operation operation, Stream<ProblemType> types) {
        types.collect(Collectors.groupingBy(ProblemType::status))
                .forEach((status, alike) ->
                        operation.getResponses().addAPIResponse(String.valueOf(status), response(alike)));
    }

    private APIResponse response(List<ProblemType> types) {
        Map<String, Example> examples =
                types.stream().collect(Collectors.toMap(ProblemType::code, this::example, (a, b) -> a, TreeMap::new));
        Content content = OASFactory.createContent()
                .addMediaType(
                        Problem.MEDIA_TYPE,
                        OASFactory.createMediaType()
                                .schema(OASFactory.createSchema().ref("Problem"))
                                .examples(examples));
        APIResponse response = OASFactory.createAPIResponse()
                .description(types.stream().map(ProblemType::title).distinct().collect(Collectors.joining("; ")))
                .content(content);
        return types.stream().anyMatch(ProblemResponses::passes)
                ? response.addHeader("Retry-After", retryAfter())
                : response;
    }

    /** Whether the same request may well be answered otherwise a little later. */
    private static boolean passes(ProblemType type) {
        return type == ProblemType.ORDER_NOT_SEEN_YET || type.status() == 503;
    }

    private static Header retryAfter() {
        return OASFactory.createHeader()
                .description("When to try again, in seconds")
                .schema(OASFactory.createSchema().addType(Schema.SchemaType.INTEGER));
    }

    private Example example(ProblemType type) {
        Map<String, Object> problem = new TreeMap<>(more.apply(type));
        problem.put("type", type.uri().toString());
        problem.put("title", type.title());
        problem.put("status", type.status());
        return OASFactory.createExample().value(problem);
    }
}
