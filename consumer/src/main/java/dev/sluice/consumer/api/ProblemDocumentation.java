package dev.sluice.consumer.api;

import dev.sluice.http.ProblemResponses;
import dev.sluice.http.ProblemType;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;

/** Adds to each operation in {@code /q/openapi} every problem that it answers with, one example per type. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ProblemDocumentation implements OASFilter {
    private static final List<ProblemType> ANY = List.of(
            ProblemType.UNAUTHENTICATED,
            ProblemType.FORBIDDEN,
            ProblemType.NOT_ACCEPTABLE,
            ProblemType.INTERNAL_ERROR,
            ProblemType.SIGNING_KEYS_UNAVAILABLE,
            ProblemType.STOPPING,
            ProblemType.DATABASE_UNAVAILABLE);

    private static final List<ProblemType> OF_REQUESTS = List.of(
            ProblemType.INVALID_PARKING_REQUEST,
            ProblemType.TOO_LARGE,
            ProblemType.UNSUPPORTED_MEDIA_TYPE,
            ProblemType.OVERLOADED);

    private static final Map<String, List<ProblemType>> MORE = Map.of(
            "getOrder",
            List.of(ProblemType.INVALID_ORDER_ID, ProblemType.ORDER_NOT_SEEN_YET),
            "listParked",
            List.of(ProblemType.INVALID_PARKING_REQUEST),
            "getParked",
            List.of(ProblemType.NOT_PARKED),
            "replayParked",
            OF_REQUESTS,
            "discardParked",
            OF_REQUESTS,
            "getParkingOperation",
            List.of(ProblemType.UNKNOWN_OPERATION),
            "cancelParkingOperation",
            List.of(ProblemType.UNKNOWN_OPERATION));

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
            case INVALID_PARKING_REQUEST -> Map.of("detail", "limit must be from 1 to 500");
            case ORDER_NOT_SEEN_YET -> Map.of("id", "0b8f9d4e-6f0a-5c55-9d5e-3b1f6a0c7d21");
            default -> Map.of();
        };
    }
}
