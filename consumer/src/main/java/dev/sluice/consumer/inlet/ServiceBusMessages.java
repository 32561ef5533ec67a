package dev.sluice.consumer.inlet;

import com.azure.core.amqp.models.AmqpMessageBodyType;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessageContext;
import dev.sluice.consumer.processing.InboundMessage;

/** The SDK's received messages as {@link InboundMessage}. */
final class ServiceBusMessages {
    private ServiceBusMessages() {}

    static InboundMessage inbound(ServiceBusReceivedMessageContext context) {
        ServiceBusReceivedMessage message = context.getMessage();
        boolean isData = message.getRawAmqpMessage().getBody().getBodyType() == AmqpMessageBodyType.DATA;
        return new InboundMessage(
                context.getFullyQualifiedNamespace(),
                message.getSequenceNumber(),
                message.getMessageId(),
                message.getSubject(),
                message.getContentType(),
                message.getApplicationProperties(),
                isData ? message.getBody().toBytes() : null,
                message.getDeliveryCount(),
                message.getEnqueuedTime().toInstant());
    }
}
