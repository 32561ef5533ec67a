package dev.sluice.consumer.inlet;

import dev.sluice.auth.Roles;
import dev.sluice.consumer.processing.InboundMessage;
import dev.sluice.consumer.store.DatabaseGate;
import dev.sluice.servicebus.ServiceBusConfig;
import dev.sluice.telemetry.MessageSpans;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inlet under the Functions host, which receives orders and posts them to the path that is named like the function.
 * Any answer but 2xx brings the whole invocation back. The host waits for ever for an answer without a body: so there always
 * is one, and always the same.
 */
@Path("/")
@Consumes(MediaType.WILDCARD)
@Produces(MediaType.APPLICATION_JSON)
@Startup(FunctionsInlet.AFTER_THE_CHECKS)
@ApplicationScoped
public class FunctionsInlet {
    /** Made at the start for its metrics, and when the settings have been looked at. */
    static final int AFTER_THE_CHECKS = 3000;

    private static final Logger LOG = LoggerFactory.getLogger(FunctionsInlet.class);
    private static final String ANSWER = "{\"Outputs\":{},\"Logs\":[],\"ReturnValue\":null}";

    private final InletConfig config;
    private final InletChoice choice;
    private final Decisions decisions;
    private final DatabaseGate gate;
    private final Outlets outlets;
    private final FunctionsBounds bounds;
    private final Invocations invocations;
    private final DeliveryMeters meters;
    private final AtomicBoolean warned = new AtomicBoolean();

    FunctionsInlet(
            InletConfig config,
            InletChoice choice,
            Decisions decisions,
            DatabaseGate gate,
            Outlets outlets,
            FunctionsBounds bounds,
            ServiceBusConfig serviceBus,
            MessageSpans spans,
            MeterRegistry metrics) {
        this.config = config;
        this.choice = choice;
        this.decisions = decisions;
        this.gate = gate;
        this.outlets = outlets;
        this.bounds = bounds;
        this.invocations = new Invocations(serviceBus.queue(), config.concurrency(), this::decide, spans);
        // The host knows which queue or subscription they come from; whatever its name, these are the orders.
        this.meters = new DeliveryMeters(metrics, "orders");
        Gauge.builder("sluice.functions.in.hand", invocations, Invocations::inHand)
                .description("Messages of the Functions host that are being processed")
                .register(metrics);
    }

    /** Takes one invocation of the function {@code order-consumer}, or of {@code order-consumer-topic}. */
    @POST
    @Path("{function: order-consumer(-topic)?}")
    @Blocking
    @RolesAllowed(Roles.HOST)
    @Operation(hidden = true)
    public RestResponse<String> primary(byte[] invocation) {
        return take(invocation, "primary", outlets.primary());
    }

    /** The same for {@code order-consumer(-topic)-secondary}, whose messages come from the second namespace. */
    @POST
    @Path("{function: order-consumer(-topic)?-secondary}")
    @Blocking
    @RolesAllowed(Roles.HOST)
    @Operation(hidden = true)
    public RestResponse<String> secondary(byte[] invocation) {
        return take(invocation, "secondary", outlets.secondary());
    }

    /** The framework has waited for the invocations to end before (quarkus.shutdown.timeout): what is left is interrupted. */
    void stop(@Observes ShutdownEvent event) {
        invocations.close();
    }

    private RestResponse<String> take(byte[] invocation, String source, Outlet outlet) {
        if (choice.kind() != InletKind.FUNCTIONS) {
            throw new NotFoundException();
        }
        try {
            List<ReceivedMessage> messages = InvocationDecoder.decode(invocation, source);
            lookAt(messages.size());
            return answer(
                    handle(messages, outlet) ? RestResponse.Status.OK : RestResponse.Status.INTERNAL_SERVER_ERROR);
        } catch (BadInvocationException e) {
            LOG.warn("an invocation from the {} namespace is refused: {}", source, e.getMessage());
            return answer(RestResponse.Status.BAD_REQUEST);
        } catch (RuntimeException e) {
            LOG.error("an invocation from the {} namespace failed", source, e);
            return answer(RestResponse.Status.INTERNAL_SERVER_ERROR);
        }
    }

    /** Handles the messages of an invocation; false if the host has to bring it back. */
    boolean handle(List<ReceivedMessage> messages, Outlet outlet) {
        messages.forEach(received -> meters.received(received.message().deliveryCount()));
        return invocations.handle(messages, outlet);
    }

    private Decision decide(InboundMessage message) {
        try {
            Duration left = config.outageHold().minus(gate.closedFor());
            gate.awaitOpen(left.isNegative() ? Duration.ZERO : left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Decision.GiveBack();
        }
        return decisions.decide(message);
    }

    private void lookAt(int size) {
        if (size > bounds.batchSize() && warned.compareAndSet(false, true)) {
            LOG.warn(
                    "an invocation has {} messages, but sluice.functions.batch-size is {}: it should be"
                            + " maxMessageBatchSize of host.json, for the start-up check of the locks",
                    size,
                    bounds.batchSize());
        }
    }

    private static RestResponse<String> answer(RestResponse.Status status) {
        return RestResponse.ResponseBuilder.create(status, ANSWER)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }
}
