package dev.sluice.consumer.api;

import dev.sluice.auth.Roles;
import dev.sluice.consumer.parking.ParkedKey;
import dev.sluice.consumer.parking.ParkedMessage;
import dev.sluice.consumer.parking.ParkedMessageList;
import dev.sluice.consumer.parking.ParkedPage;
import dev.sluice.consumer.store.DatabaseGate;
import dev.sluice.http.Problem;
import dev.sluice.http.ProblemException;
import dev.sluice.http.ProblemType;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** Shows the messages that could not be processed. */
@Path("/api/parked")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.PARKED_ADMIN)
public class ParkedResource {
    private final ParkedMessageList list;
    private final DatabaseGate gate;

    ParkedResource(ParkedMessageList list, DatabaseGate gate) {
        this.list = list;
        this.gate = gate;
    }

    /** A page of them, the oldest first. */
    @GET
    @Blocking
    @Operation(operationId = "listParked", summary = "What is parked, and why?")
    @APIResponse(
            responseCode = "200",
            description = "The oldest first; next, if there is one, is what after has to be for the next page",
            content =
                    @Content(
                            schema = @Schema(implementation = ParkedPage.class),
                            examples = @ExampleObject(name = "page", value = ParkedExamples.PAGE)))
    public ParkedPage list(
            @QueryParam("state") @Parameter(description = "parked (the default), replaying, replayed or discarded")
                    String state,
            @QueryParam("reason") @Parameter(description = "why it was parked") String reason,
            @QueryParam("subject") @Parameter(description = "the message's subject") String subject,
            @QueryParam("olderThan") @Parameter(description = "parked at least so long ago: PT1H, 30m, 7d")
                    String olderThan,
            @QueryParam("after") @Parameter(description = "next of the page before") String after,
            @QueryParam("limit") @Parameter(description = "how many at the most, 1 to 500, by default 50")
                    String limit) {
        var selection = ParkingRequests.selection(reason, subject, olderThan);
        var mark = ParkingRequests.after(after);
        return Answers.from(
                gate, () -> list.page(ParkingRequests.state(state), selection, mark, ParkingRequests.limit(limit)));
    }

    /** One of them with what is in it. */
    @GET
    @Path("/{namespace}/{sequenceNumber: -?[0-9]{1,18}}")
    @Blocking
    @Operation(operationId = "getParked", summary = "What is in a parked message?")
    @APIResponse(
            responseCode = "200",
            description = "The message, with its properties and the first 64 KiB of its body",
            content = @Content(schema = @Schema(implementation = ParkedMessage.class)))
    public ParkedMessage get(
            @PathParam("namespace") String namespace, @PathParam("sequenceNumber") long sequenceNumber) {
        return Answers.from(gate, () -> list.find(new ParkedKey(namespace, sequenceNumber)))
                .orElseThrow(() -> new ProblemException(
                        Problem.of(ProblemType.NOT_PARKED, "No message of that namespace and number was ever parked")));
    }
}
