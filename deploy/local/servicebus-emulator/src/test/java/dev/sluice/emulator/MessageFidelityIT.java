package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.amqp.models.AmqpMessageBody;
import com.azure.core.amqp.models.AmqpMessageBodyType;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.sluice.emulator.broker.QueueOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a message may be made of comes out as it went in: kinds of body, types of properties, sizes. */
class MessageFidelityIT extends SdkTest {

    // Close to the limit sendMessage returns and nothing arrives, so there is some room between the two.
    private static final int LIMIT = 101 << 20;
    private static final int LARGE = 98 << 20;

    @Test
    void bodiesOfEveryKindKeepTheirKind() {
        start(QueueOptions.named("orders"));
        var sender = sender("orders");
        sender.sendMessage(new ServiceBusMessage(AmqpMessageBody.fromValue(42L)));
        sender.sendMessage(new ServiceBusMessage(AmqpMessageBody.fromValue(Map.of("key", "value"))));
        sender.sendMessage(new ServiceBusMessage(AmqpMessageBody.fromSequence(List.of("a", 1))));
        sender.sendMessage(new ServiceBusMessage(new byte[] {0, 1, -1}));
        sender.sendMessage(message(""));

        var bodies = new ArrayList<AmqpMessageBody>();
        var receiver = receiver("orders", ServiceBusReceiveMode.RECEIVE_AND_DELETE, SubQueue.NONE);
        while (bodies.size() < 5) {
            bodies.add(receiveOne(receiver).getRawAmqpMessage().getBody());
        }
        assertThat(bodies)
                .extracting(AmqpMessageBody::getBodyType)
                .containsExactly(
                        AmqpMessageBodyType.VALUE,
                        AmqpMessageBodyType.VALUE,
                        AmqpMessageBodyType.SEQUENCE,
                        AmqpMessageBodyType.DATA,
                        AmqpMessageBodyType.DATA);
        assertThat(bodies.get(0).getValue()).isEqualTo(42L);
        assertThat(bodies.get(1).getValue()).isEqualTo(Map.of("key", "value"));
        assertThat(bodies.get(2).getSequence()).containsExactly("a", 1);
        assertThat(bodies.get(3).getFirstData()).containsExactly(0, 1, -1);
        assertThat(bodies.get(4).getFirstData()).isEmpty();
    }

    @Test
    void applicationPropertiesKeepTheirTypes() {
        start(QueueOptions.named("orders"));
        var uuid = UUID.randomUUID();
        var date = new Date(1_700_000_000_123L);
        Map<String, Object> properties = Map.of(
                "boolean",
                true,
                "byte",
                (byte) -1,
                "short",
                (short) 300,
                "int",
                70_000,
                "long",
                1L << 40,
                "float",
                1.5f,
                "double",
                2.5,
                "text",
                "grüße \uD83D\uDE80",
                "uuid",
                uuid,
                "date",
                date);
        var sent = message("a");
        sent.getApplicationProperties().putAll(properties);
        sent.getApplicationProperties().put("character", 'c');
        sender("orders").sendMessage(sent);
        var received = receiveOne(receiver("orders")).getApplicationProperties();
        assertThat(received)
                .containsAllEntriesOf(properties)
                .containsEntry("character", 'c')
                .hasSize(11);
    }

    @Test
    void theRawMessageKeepsWhatOnlyAmqpKnows() {
        start(QueueOptions.named("orders"));
        var sent = message("a").setSessionId("session").setReplyToSessionId("answer");
        var raw = sent.getRawAmqpMessage();
        raw.getHeader().setDurable(true).setPriority((short) 7);
        raw.getProperties().setGroupSequence(3L).setContentEncoding("gzip");
        sender("orders").sendMessage(sent);

        var message = receiveOne(receiver("orders"));
        assertThat(message.getSessionId()).isEqualTo("session");
        assertThat(message.getReplyToSessionId()).isEqualTo("answer");
        var received = message.getRawAmqpMessage();
        assertThat(received.getHeader().isDurable()).isTrue();
        assertThat(received.getHeader().getPriority()).isEqualTo((short) 7);
        assertThat(received.getProperties().getGroupSequence()).isEqualTo(3L);
        assertThat(received.getProperties().getContentEncoding()).isEqualTo("gzip");
    }

    @Test
    void aMessageOfNearlyAHundredMegabytesGoesThroughWhereTheQueueAllowsIt() {
        start(QueueOptions.named("large").maxMessageSizeBytes(LIMIT));
        var body = new byte[LARGE];
        body[LARGE - 1] = 7;
        sender("large").sendMessage(new ServiceBusMessage(body));
        var receiver = receiver("large");
        var received = receiver.receiveMessages(1, Duration.ofMinutes(2)).stream()
                .findFirst()
                .orElseThrow();
        assertThat(received.getBody().toBytes()).hasSize(LARGE).endsWith(7);
        receiver.complete(received);
        assertThat(emulator.counts("large").locked()).isZero();
    }
}
