package dev.sluice.producer.api.batch;

import dev.sluice.auth.Roles;
import dev.sluice.http.Problem;
import dev.sluice.http.ProblemException;
import dev.sluice.http.ProblemType;
import dev.sluice.producer.api.BoundedBody;
import dev.sluice.producer.api.Examples;
import dev.sluice.producer.api.IdempotencyKey;
import dev.sluice.producer.api.InvalidOrderException;
import dev.sluice.producer.api.OrderReader;
import dev.sluice.producer.api.OrdersConfig;
import dev.sluice.producer.api.RequestOrigin;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jboss.resteasy.reactive.RestResponse;

/** Takes many orders at once. Blocking: a batch is read at Service Bus' pace. */
@Path("/api/orders/batch")
@Blocking
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ORDERS_WRITE)
public class BatchResource {
    static final String NDJSON = "application/x-ndjson";

    private final BatchAdmission admission;
    private final BatchSender sender;
    private final OrdersConfig config;

    BatchResource(BatchAdmission admission, BatchSender sender, OrdersConfig config) {
        this.admission = admission;
        this.sender = sender;
        this.config = config;
    }

    /** Takes a JSON array. It is checked as a whole before anything is sent: if it is malformed, nothing is. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "acceptBatch", summary = "Put many orders on the queue: a JSON array, or one order a line")
    @Parameter(
            name = IdempotencyKey.HEADER,
            in = ParameterIn.HEADER,
            description = "The key of item i is <key>/<i>, unless the item has an id; " + IdempotencyKey.RULE,
            schema = @Schema(type = SchemaType.STRING, minLength = 1, maxLength = 128),
            example = "cart-4711")
    @RequestBody(
            required = true,
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(ref = "OrderBatch"),
                        examples = @ExampleObject(name = "batch", value = Examples.BATCH)),
                @Content(
                        mediaType = NDJSON,
                        schema = @Schema(ref = "OrderLines"),
                        examples = @ExampleObject(name = "lines", value = Examples.BATCH_LINES))
            })
    @APIResponse(
            responseCode = "202",
            description = "Service Bus has acknowledged all orders",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchAnswer.class),
                            examples = @ExampleObject(name = "all accepted", value = Examples.BATCH_ACCEPTED)))
    @APIResponse(
            responseCode = "207",
            description = "Service Bus has acknowledged some of the orders",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = BatchAnswer.class),
                            examples = @ExampleObject(name = "some accepted", value = Examples.BATCH_MIXED)))
    public RestResponse<BatchAnswer> array(
            @Parameter(hidden = true) InputStream body,
            @Context HttpHeaders headers,
            @Context SecurityContext security) {
        RequestOrigin origin = RequestOrigin.ofBatch(headers, security);
        return admission.admit(() -> answer(items(body), origin));
    }

    /** Takes one order a line, while the lines arrive; what was accepted before an error stays accepted. */
    @POST
    @Consumes(NDJSON)
    @Operation(hidden = true)
    public RestResponse<BatchAnswer> lines(
            InputStream body, @Context HttpHeaders headers, @Context SecurityContext security) {
        RequestOrigin origin = RequestOrigin.ofBatch(headers, security);
        OrdersConfig.Batch bounds = config.batch();
        ItemSource lines = new LineItems(
                body,
                bounds.maxItems(),
                bounds.maxBytes().asLongValue(),
                config.maxBytes().asLongValue());
        return admission.admit(() -> answer(lines, origin));
    }

    private ArrayItems items(InputStream body) {
        byte[] bytes =
                BoundedBody.read(body, config.batch().maxBytes().asLongValue()).bytes();
        int maxItems = config.batch().maxItems();
        ArrayItems items;
        try {
            items = ArrayItems.of(
                    OrderReader.text(bytes), maxItems, config.maxBytes().asLongValue());
        } catch (InvalidOrderException e) {
            throw e.asProblem();
        }
        if (items.count() > maxItems) {
            throw new ProblemException(
                    Problem.of(ProblemType.TOO_LARGE, "A batch must not hold more than %d orders".formatted(maxItems)));
        }
        return items;
    }

    private RestResponse<BatchAnswer> answer(ItemSource items, RequestOrigin origin) {
        List<ItemResult> results;
        try {
            results = sender.send(items, origin);
        } catch (IOException e) {
            throw BoundedBody.brokenOff();
        }
        return BatchAnswers.of(results, origin.key());
    }
}
