package dev.sluice.producer.api;

import dev.sluice.auth.Roles;
import dev.sluice.messaging.Order;
import dev.sluice.producer.api.Submission.Outcome;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

/** Takes one order. Non-blocking: an order that waits for Service Bus costs memory, not a thread. */
@Path("/api/orders")
@RolesAllowed(Roles.ORDERS_WRITE)
public class OrderResource {
    private final OrderReader reader;
    private final OrderIntake intake;

    OrderResource(OrderReader reader, OrderIntake intake) {
        this.reader = reader;
        this.intake = intake;
    }

    /**
     * Answers when the broker has acknowledged the order, or when it is clear that it won't.
     *
     * @return completes within about {@code sluice.send.timeout}
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "acceptOrder", summary = "Put one order on the queue")
    @Parameter(
            name = IdempotencyKey.HEADER,
            in = ParameterIn.HEADER,
            description =
                    "Tells a repeat from another order: the same key leads to the same order id. Taken literally; "
                            + IdempotencyKey.RULE,
            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 128),
            example = "cart-4711")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Order.class),
                            examples = @ExampleObject(name = "order", value = Examples.ORDER)))
    @APIResponse(
            responseCode = "202",
            description = "Service Bus has acknowledged the order",
            headers =
                    @Header(
                            name = HttpHeaders.LOCATION,
                            description = "Where the order's status can be asked",
                            schema = @Schema(type = SchemaType.STRING, format = "uri")),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Accepted.class),
                            examples = @ExampleObject(name = "accepted", value = Examples.ACCEPTED)))
    public CompletionStage<RestResponse<Accepted>> accept(
            @Parameter(hidden = true) BoundedBody body,
            @Context HttpHeaders headers,
            @Context SecurityContext security) {
        RequestOrigin origin = RequestOrigin.ofOrder(headers, security);
        return intake.submit(origin, origin.key(), order(body)).thenApply(OrderResource::answer);
    }

    private Order order(BoundedBody body) {
        try {
            return reader.read(body.bytes());
        } catch (InvalidOrderException e) {
            throw e.asProblem();
        }
    }

    private static RestResponse<Accepted> answer(Submission submission) {
        if (submission.outcome() != Outcome.ACCEPTED) {
            throw submission.asProblem();
        }
        return RestResponse.ResponseBuilder.accepted(Accepted.order(submission.id()))
                .header(HttpHeaders.LOCATION, submission.location())
                .build();
    }
}
