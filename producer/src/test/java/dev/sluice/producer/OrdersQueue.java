package dev.sluice.producer;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** Looks at the queue that the application under test sends to, with the real SDK. */
public final class OrdersQueue implements AutoCloseable {
    private static final int ALL = 5000;
    private static final String QUEUE = "orders";
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Duration MOMENT = Duration.ofMillis(300);

    private final ServiceBusClientBuilder connection;
    private final ServiceBusReceiverAsyncClient browser;

    /** The queue behind a connection string. */
    public OrdersQueue(String connectionString) {
        connection = new ServiceBusClientBuilder().connectionString(connectionString);
        browser = connection.receiver().queueName(QUEUE).buildAsyncClient();
    }

    /** The queue that the application is configured with. */
    public static OrdersQueue ofApplication() {
        return new OrdersQueue(
                ConfigProvider.getConfig().getValue("sluice.servicebus.connection-string", String.class));
    }

    /** All messages, in order; they stay. */
    public List<ServiceBusReceivedMessage> peek() {
        List<ServiceBusReceivedMessage> messages = new ArrayList<>();
        List<ServiceBusReceivedMessage> page = page(0);
        while (!page.isEmpty()) {
            messages.addAll(page);
            page = page(page.get(page.size() - 1).getSequenceNumber() + 1);
        }
        return messages;
    }

    /** Takes all messages away. */
    public void clear() {
        if (peek().isEmpty()) {
            return;
        }
        // A receiver of its own: one that has received once goes on buffering, and would take what a test sends.
        try (ServiceBusReceiverClient taker = receiver()) {
            while (!peek().isEmpty()) {
                taker.receiveMessages(ALL, MOMENT).forEach(taken -> {});
            }
        }
    }

    @Override
    public void close() {
        browser.close();
    }

    /** With a limit of its own: the blocking client would wait for ever. */
    private List<ServiceBusReceivedMessage> page(long from) {
        return browser.peekMessages(ALL, from).collectList().block(LIMIT);
    }

    private ServiceBusReceiverClient receiver() {
        return connection
                .receiver()
                .queueName(QUEUE)
                .receiveMode(ServiceBusReceiveMode.RECEIVE_AND_DELETE)
                .buildClient();
    }
}
