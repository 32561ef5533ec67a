package dev.sluice.consumer.inlet;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.ServiceBusQueueTrigger;
import dev.sluice.consumer.processing.InboundMessage;
import dev.sluice.messaging.OrderCodec;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * The inlet of the package for Azure Functions' own Java worker (profile {@code azure-java-worker}). The worker can't settle
 * a message: it is completed when this returns, and comes back when it throws. So it is handled like one that the host posts.
 */
@ApplicationScoped
public class JavaWorkerInlet {
    private static final String CONTENT_TYPE = "application/json";

    private final FunctionsInlet functions;
    private final Outlets outlets;

    JavaWorkerInlet(FunctionsInlet functions, Outlets outlets) {
        this.functions = functions;
        this.outlets = outlets;
    }

    /**
     * Takes one message of the queue. Only metadata that every message has may be asked for: the worker refuses an
     * invocation that lacks one. No primitive types: the extension can't load them. So the content type is taken for granted; the body is decoded strictly.
     *
     * @param body the message's bytes
     * @param sequenceNumber its number in the queue
     * @param deliveryCount which delivery this is, from 1
     * @param enqueuedTimeUtc when the broker took it, in ISO 8601 without an offset
     * @param properties its application properties
     * @throws NotSettledException so that the message comes back: it was neither processed nor sent on
     */
    @FunctionName("order-consumer")
    public void take(
            @ServiceBusQueueTrigger(
                            name = "message",
                            queueName = "%ORDERS_QUEUE%",
                            connection = "ServiceBusConnection",
                            dataType = "binary")
                    byte[] body,
            @BindingName("SequenceNumber") Long sequenceNumber,
            @BindingName("DeliveryCount") Integer deliveryCount,
            @BindingName("EnqueuedTimeUtc") String enqueuedTimeUtc,
            @BindingName("ApplicationProperties") Map<String, Object> properties)
            throws NotSettledException {
        InboundMessage message = new InboundMessage(
                "primary",
                sequenceNumber,
                null,
                null,
                CONTENT_TYPE,
                properties,
                body,
                deliveryCount - 1L,
                instant(enqueuedTimeUtc));
        if (!functions.handle(List.of(new ReceivedMessage(message, () -> again(message))), outlets.primary())) {
            throw new NotSettledException("message " + sequenceNumber + " comes back, see the log");
        }
    }

    private static ServiceBusMessage again(InboundMessage message) {
        ServiceBusMessage again = new ServiceBusMessage(BinaryData.fromBytes(message.body()))
                .setSubject(OrderCodec.SUBJECT)
                .setContentType(message.contentType());
        again.getApplicationProperties().putAll(message.properties());
        return again;
    }

    private static Instant instant(String utc) {
        return utc.endsWith("Z") ? Instant.parse(utc) : LocalDateTime.parse(utc).toInstant(ZoneOffset.UTC);
    }

    /** Fails the invocation, which is how a message is given back. */
    public static final class NotSettledException extends Exception {
        private static final long serialVersionUID = 1L;

        NotSettledException(String message) {
            super(message, null, false, false);
        }
    }
}
