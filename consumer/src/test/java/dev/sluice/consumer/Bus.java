package dev.sluice.consumer;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.sluice.messaging.Order;
import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.OrderLine;
import dev.sluice.messaging.OrderMessage;
import dev.sluice.telemetry.TraceContext;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What stands in for producer in the tests: the real SDK on the same queue. */
@Singleton
public class Bus {
    private final ServiceBusSenderClient sender;
    private final ServiceBusSenderClient parking;
    private final ServiceBusReceiverClient looker;

    Bus(@ConfigProperty(name = "sluice.servicebus.connection-string") String connectionString) {
        this.sender = new ServiceBusClientBuilder()
                .connectionString(connectionString)
                .sender()
                .queueName("orders")
                .buildClient();
        this.parking = new ServiceBusClientBuilder()
                .connectionString(connectionString)
                .sender()
                .queueName("orders-parked")
                .buildClient();
        this.looker = new ServiceBusClientBuilder()
                .connectionString(connectionString)
                .receiver()
                .queueName("orders")
                .buildClient();
    }

    /** An order whose note scripts {@link ScriptedHandler}. */
    public static Order order(String note) {
        return new Order("c-42", List.of(new OrderLine("TEA-1", 2)), note);
    }

    /** Sends the order's message as producer would, under a new MessageId each time, so that no duplicate is dropped. */
    public void send(UUID orderId, Order order) {
        send(OrderCodec.encode(new OrderMessage(orderId, order, TraceContext.NONE))
                .setMessageId(UUID.randomUUID().toString()));
    }

    /** Sends any message. */
    public void send(ServiceBusMessage message) {
        sender.sendMessage(message);
    }

    /** Puts any message where dead letters are forwarded to. */
    public void park(ServiceBusMessage message) {
        parking.sendMessage(message);
    }

    /** The ids of all messages that are on the queue now, scheduled ones too. */
    public List<String> waiting() {
        return looker.peekMessages(100, 0).stream()
                .map(ServiceBusReceivedMessage::getMessageId)
                .toList();
    }

    @PreDestroy
    void close() {
        looker.close();
        parking.close();
        sender.close();
    }
}
