package dev.sluice.consumer.inlet;

import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.consumer.processing.InboundMessage;
import dev.sluice.messaging.MessageCounters;
import dev.sluice.messaging.OrderCodec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A message as it came in, with what is needed to send it on.
 *
 * @param message what there is to process
 * @param again makes a new message each time that holds everything which the sender put into this one
 */
public record ReceivedMessage(InboundMessage message, Supplier<ServiceBusMessage> again) {
    /** As Service Bus names them on messages that it dead-letters itself. */
    private static final String REASON = "DeadLetterReason";

    private static final String DESCRIPTION = "DeadLetterErrorDescription";

    /** The copy that is to be tried again after {@code delay}. */
    ServiceBusMessage copy(MessageCounters counters, Duration delay) {
        ServiceBusMessage copy = again.get();
        OrderCodec.stamp(copy, counters, message.firstEnqueuedAt());
        return copy.setScheduledEnqueueTime(Instant.now().plus(delay).atOffset(ZoneOffset.UTC));
    }

    /** The message as Service Bus itself would have dead-lettered it. */
    ServiceBusMessage parked(String reason, String description) {
        ServiceBusMessage parked = again.get();
        Map<String, Object> properties = parked.getApplicationProperties();
        OrderCodec.keepFirstEnqueued(properties, message.firstEnqueuedAt());
        properties.put(REASON, reason);
        properties.put(DESCRIPTION, description);
        return parked;
    }
}
