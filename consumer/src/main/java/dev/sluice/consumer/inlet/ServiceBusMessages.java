package dev.sluice.consumer.inlet;

import com.azure.core.amqp.models.AmqpMessageBodyType;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessageContext;
import dev.sluice.consumer.processing.InboundMessage;

/** The SDK's received messages as {@link ReceivedMessage}. */
final class ServiceBusMessages {
    private ServiceBusMessages() {}

    static ReceivedMessage received(String namespace, ServiceBusReceivedMessageContext context) {
        ServiceBusReceivedMessage message = context.getMessage();
        return new ReceivedMessage(inbound(namespace, message), () -> new ServiceBusMessage(message));
    }

    private static InboundMessage inbound(String namespace, ServiceBusReceivedMessage message) {
        boolean isData = message.getRawAmqpMessage().getBody().getBodyType() == AmqpMessageBodyType.DATA;
        return new InboundMessage(
                namespace,
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
