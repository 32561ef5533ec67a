package dev.sluice.consumer.api;

import dev.sluice.auth.Roles;
import dev.sluice.consumer.parking.Action;
import dev.sluice.consumer.parking.OperationStatus;
import dev.sluice.consumer.parking.ParkingOperations;
import dev.sluice.consumer.parking.ParkingTask;
import dev.sluice.consumer.store.DatabaseGate;
import dev.sluice.http.Problem;
import dev.sluice.http.ProblemException;
import dev.sluice.http.ProblemType;
import dev.sluice.messaging.OrderId;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

/** Has parked messages replayed or discarded; what is asked for is done in the background and survives every instance. */
@Path("/api/parked")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.PARKED_ADMIN)
public class ReplayResource {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);
    private static final String NOBODY = "anonymous";

    private final ParkingRequests requests;
    private final ParkingOperations operations;
    private final DatabaseGate gate;

    ReplayResource(ParkingRequests requests, ParkingOperations operations, DatabaseGate gate) {
        this.requests = requests;
        this.operations = operations;
        this.gate = gate;
    }

    /** Sends parked messages back to the queue that they came from. */
    @POST
    @Path("/replay")
    @Consumes(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(operationId = "replayParked", summary = "Have parked messages processed after all")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = ParkingRequest.class),
                            examples = {
                                @ExampleObject(name = "filter", value = ParkedExamples.BY_FILTER),
                                @ExampleObject(name = "messages", value = ParkedExamples.BY_KEY)
                            }))
    @APIResponse(
            responseCode = "200",
            description = "A dry run: what would be done. Nothing was changed",
            content =
                    @Content(
                            schema = @Schema(implementation = OperationStatus.class),
                            examples = @ExampleObject(name = "dry-run", value = ParkedExamples.DRY_RUN)))
    @APIResponse(
            responseCode = "202",
            description = "It is being done; Location tells how far it has come",
            content =
                    @Content(
                            schema = @Schema(implementation = OperationStatus.class),
                            examples = @ExampleObject(name = "running", value = ParkedExamples.RUNNING)))
    public RestResponse<OperationStatus> replay(byte[] body, @Context SecurityContext caller) {
        return take(Action.REPLAY, body, caller);
    }

    /** Lets parked messages rest: they will not be processed. */
    @POST
    @Path("/discard")
    @Consumes(MediaType.APPLICATION_JSON)
    @Blocking
    @Operation(operationId = "discardParked", summary = "Decide that parked messages are not processed")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            schema = @Schema(implementation = ParkingRequest.class),
                            examples = @ExampleObject(name = "messages", value = ParkedExamples.BY_KEY)))
    @APIResponse(
            responseCode = "200",
            description = "A dry run: what would be done. Nothing was changed",
            content = @Content(schema = @Schema(implementation = OperationStatus.class)))
    @APIResponse(
            responseCode = "202",
            description = "It is being done; Location tells how far it has come",
            content = @Content(schema = @Schema(implementation = OperationStatus.class)))
    public RestResponse<OperationStatus> discard(byte[] body, @Context SecurityContext caller) {
        return take(Action.DISCARD, body, caller);
    }

    /** How far an operation has come. */
    @GET
    @Path("/operations/{id}")
    @Blocking
    @Operation(operationId = "getParkingOperation", summary = "How far has a replay or discard come?")
    @APIResponse(
            responseCode = "200",
            description = "What became of the messages so far",
            content =
                    @Content(
                            schema = @Schema(implementation = OperationStatus.class),
                            examples = @ExampleObject(name = "done", value = ParkedExamples.DONE)))
    public OperationStatus operation(@PathParam("id") String id) {
        return OrderId.parse(id)
                .flatMap(known -> Answers.from(gate, () -> operations.find(known)))
                .orElseThrow(() ->
                        new ProblemException(Problem.of(ProblemType.UNKNOWN_OPERATION, "No operation has that id")));
    }

    /** Ends an operation early. */
    @DELETE
    @Path("/operations/{id}")
    @Blocking
    @Operation(operationId = "cancelParkingOperation", summary = "Stop a replay or discard")
    @APIResponse(
            responseCode = "200",
            description =
                    "It looks at no further message; what is marked already is still sent. No news for a finished one",
            content = @Content(schema = @Schema(implementation = OperationStatus.class)))
    public OperationStatus cancel(@PathParam("id") String id, @Context SecurityContext caller) {
        OrderId.parse(id)
                .ifPresent(known -> Answers.from(gate, () -> {
                    operations.cancel(known, nameOf(caller));
                    return known;
                }));
        return operation(id);
    }

    private RestResponse<OperationStatus> take(Action action, byte[] body, SecurityContext caller) {
        ParkingRequest request = requests.read(body);
        ParkingTask task = requests.task(action, request, nameOf(caller));
        if (Boolean.TRUE.equals(request.dryRun())) {
            return RestResponse.ok(Answers.from(gate, () -> operations.forecast(task)));
        }
        Optional<UUID> started = Answers.from(gate, () -> operations.start(task));
        UUID id = started.orElseThrow(() -> new ProblemException(
                Problem.of(ProblemType.OVERLOADED, "Too many replays and discards are unfinished; try again later"),
                LOOK_AGAIN));
        return RestResponse.ResponseBuilder.<OperationStatus>create(RestResponse.Status.ACCEPTED)
                .location(URI.create("/api/parked/operations/" + id))
                .entity(operation(id.toString()))
                .build();
    }

    private static String nameOf(SecurityContext caller) {
        return caller.getUserPrincipal() == null
                ? NOBODY
                : caller.getUserPrincipal().getName();
    }
}
