package dev.sluice.emulator;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.emulator.broker.TopicOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What tests with the real SDK share: an emulator, clients that connect to it, and that all of them get closed. */
abstract class SdkTest {

    static final Duration WAIT = Duration.ofSeconds(10);

    private final List<AutoCloseable> opened = new ArrayList<>();
    ServiceBusEmulator emulator;

    void start(QueueOptions... queues) {
        var builder = ServiceBusEmulator.builder().adminPort(-1);
        for (var queue : queues) {
            builder.queue(queue);
        }
        emulator = builder.start();
    }

    void start(TopicOptions topic, QueueOptions... queues) {
        var builder = ServiceBusEmulator.builder().adminPort(-1).topic(topic);
        for (var queue : queues) {
            builder.queue(queue);
        }
        emulator = builder.start();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        if (emulator != null) {
            emulator.close();
        }
    }

    <T extends AutoCloseable> T closing(T client) {
        opened.add(client);
        return client;
    }

    ServiceBusClientBuilder clients() {
        return new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .retryOptions(new AmqpRetryOptions()
                        .setTryTimeout(Duration.ofSeconds(10))
                        .setDelay(Duration.ofMillis(100))
                        .setMaxRetries(3));
    }

    ServiceBusSenderClient sender(String queue) {
        return closing(clients().sender().queueName(queue).buildClient());
    }

    ServiceBusReceiverClient receiver(String queue) {
        return receiver(queue, ServiceBusReceiveMode.PEEK_LOCK, SubQueue.NONE);
    }

    ServiceBusReceiverClient receiver(String queue, ServiceBusReceiveMode mode, SubQueue subQueue) {
        return closing(clients()
                .receiver()
                .queueName(queue)
                .receiveMode(mode)
                .subQueue(subQueue)
                .disableAutoComplete()
                // It renews for five minutes otherwise, and no lock would ever run out.
                .maxAutoLockRenewDuration(Duration.ZERO)
                .buildClient());
    }

    ServiceBusSenderClient topicSender(String topic) {
        return closing(clients().sender().topicName(topic).buildClient());
    }

    ServiceBusReceiverClient subscriber(String topic, String subscription) {
        return subscriber(topic, subscription, SubQueue.NONE);
    }

    ServiceBusReceiverClient subscriber(String topic, String subscription, SubQueue subQueue) {
        return closing(clients()
                .receiver()
                .topicName(topic)
                .subscriptionName(subscription)
                .subQueue(subQueue)
                .disableAutoComplete()
                .maxAutoLockRenewDuration(Duration.ZERO)
                .buildClient());
    }

    static ServiceBusReceivedMessage receiveOne(ServiceBusReceiverClient receiver) {
        return receiver.receiveMessages(1, WAIT).stream()
                .findFirst()
                .orElseThrow(() -> new AssertionError("no message came within " + WAIT));
    }

    static ServiceBusMessage message(String body) {
        return new ServiceBusMessage(body);
    }
}
