package dev.sluice.consumer.inlet;

import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.ServiceBusQueueTrigger;
import dev.sluice.consumer.processing.InboundMessage;
import dev.sluice.consumer.processing.OrderProcessor;
import dev.sluice.consumer.processing.Outcome;
import dev.sluice.consumer.processing.Outcome.Park;
import dev.sluice.consumer.processing.Outcome.Retry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * The inlet of the package for Azure Functions' own Java worker (profile {@code azure-java-worker}). The worker can't settle
 * a message: it is completed when this returns, and comes back when it throws.
 */
@ApplicationScoped
public class JavaWorkerInlet {
    private static final String CONTENT_TYPE = "application/json";

    private final OrderProcessor processor;

    JavaWorkerInlet(OrderProcessor processor) {
        this.processor = processor;
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
     * @throws NotSettledException so that the message comes back; in the end Service Bus parks it
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
        settle(processor.process(new InboundMessage(
                "primary",
                sequenceNumber,
                null,
                null,
                CONTENT_TYPE,
                properties,
                body,
                deliveryCount - 1L,
                instant(enqueuedTimeUtc))));
    }

    /** The one place that decides what becomes of a message here. */
    private static void settle(Outcome outcome) throws NotSettledException {
        if (outcome instanceof Retry retry) {
            throw new NotSettledException("to be tried again: " + retry.reason());
        }
        if (outcome instanceof Park park) {
            throw new NotSettledException("to be parked as " + park.reason() + ": " + park.description());
        }
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
