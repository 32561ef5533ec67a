package dev.sluice.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import dev.sluice.emulator.ServiceBusEmulator;
import dev.sluice.emulator.broker.SubscriptionOptions;
import dev.sluice.emulator.broker.TopicOptions;
import org.junit.jupiter.api.Test;

/** A function on a subscription. */
class TopicTriggerIT extends HostTest {

    @Test
    void aSubscriptionsMessagesReachTheHandler() {
        bus = ServiceBusEmulator.builder()
                .topic(TopicOptions.named("events").subscription(SubscriptionOptions.named("audit")))
                .start();
        start(app().setting("Bus", bus.connectionString())
                .setting("TOPIC", "events")
                .function("consume", """
                        {"bindings": [{"name": "order", "type": "serviceBusTrigger", "direction": "in", "topicName": "%TOPIC%",
                          "subscriptionName": "audit", "connection": "Bus", "dataType": "binary"}]}
                        """));
        try (var sender = new ServiceBusClientBuilder()
                .connectionString(bus.connectionString())
                .sender()
                .topicName("events")
                .buildClient()) {
            sender.sendMessage(new ServiceBusMessage("from a topic"));
        }
        awaitSaid("answered from a topic");
        eventually().untilAsserted(() -> assertThat(
                        bus.counts("events/Subscriptions/audit").active()
                                + bus.counts("events/Subscriptions/audit").locked())
                .isZero());
    }
}
