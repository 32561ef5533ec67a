package dev.sluice.consumer.api;

import dev.sluice.auth.Roles;
import dev.sluice.consumer.store.DatabaseGate;
import dev.sluice.http.Problem;
import dev.sluice.http.ProblemException;
import dev.sluice.http.ProblemType;
import dev.sluice.messaging.OrderId;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells where an order is; the address that producer gives back as {@code Location}. */
@Path("/api/orders")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Roles.ORDERS_READ)
public class OrderStatusResource {
    private static final Logger LOG = LoggerFactory.getLogger(OrderStatusResource.class);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private final OrderStatuses statuses;
    private final DatabaseGate gate;

    OrderStatusResource(OrderStatuses statuses, DatabaseGate gate) {
        this.statuses = statuses;
        this.gate = gate;
    }

    /**
     * The status of one order.
     *
     * @param id the order's id, as its sender was given it
     */
    @GET
    @Path("/{id}")
    @Blocking
    @Operation(operationId = "getOrder", summary = "Where is my order?")
    @APIResponse(
            responseCode = "200",
            description =
                    "processed, parked (with the reason), retrying (with the reason, and when it is tried next), replaying"
                            + " (it was parked and is sent back to its queue) or discarded (somebody decided so)",
            content =
                    @Content(
                            schema = @Schema(implementation = OrderStatus.class),
                            examples = {
                                @ExampleObject(name = "processed", value = Examples.PROCESSED),
                                @ExampleObject(name = "parked", value = Examples.PARKED),
                                @ExampleObject(name = "retrying", value = Examples.RETRYING)
                            }))
    public OrderStatus get(@PathParam("id") String id) {
        UUID orderId = OrderId.parse(id)
                .orElseThrow(() -> new ProblemException(
                        Problem.of(ProblemType.INVALID_ORDER_ID, "An order id is a UUID in its canonical form")));
        if (!gate.isOpen()) {
            throw databaseUnavailable();
        }
        try {
            return statuses.find(orderId).orElseThrow(() -> notSeenYet(orderId));
        } catch (SQLException e) {
            LOG.warn("order {}: its status can't be read: {}", orderId, e.getMessage());
            throw databaseUnavailable();
        }
    }

    private static ProblemException notSeenYet(UUID orderId) {
        return new ProblemException(
                Problem.of(
                                ProblemType.ORDER_NOT_SEEN_YET,
                                "No such order has been processed, parked or retried. If it was accepted, it is still queued")
                        .with("id", orderId),
                LOOK_AGAIN);
    }

    private static ProblemException databaseUnavailable() {
        return new ProblemException(
                Problem.of(ProblemType.DATABASE_UNAVAILABLE, "The order's status can't be read now; ask again later"),
                LOOK_AGAIN);
    }
}
