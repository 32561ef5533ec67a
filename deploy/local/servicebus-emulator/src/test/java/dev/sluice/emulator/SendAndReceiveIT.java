package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.sluice.emulator.broker.EntityCounts;
import dev.sluice.emulator.broker.QueueOptions;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Messages go through the emulator whole, by every way the SDK has of sending and receiving. */
class SendAndReceiveIT extends SdkTest {

    @Test
    void oneMessageArrivesWithEverythingTheSenderSet() {
        start(QueueOptions.named("orders"));
        var sent = message("hello").setMessageId("id-1").setSubject("subject").setContentType("text/plain");
        sent.setCorrelationId("corr").setReplyTo("back").setTo("there").setPartitionKey("key");
        sent.setTimeToLive(Duration.ofMinutes(5));
        sent.getApplicationProperties().put("text", "a");
        sent.getApplicationProperties().put("number", 42L);
        sender("orders").sendMessage(sent);

        var receiver = receiver("orders");
        var received = receiveOne(receiver);
        assertThat(received.getBody().toString()).isEqualTo("hello");
        assertThat(received.getMessageId()).isEqualTo("id-1");
        assertThat(received.getSubject()).isEqualTo("subject");
        assertThat(received.getContentType()).isEqualTo("text/plain");
        assertThat(received.getCorrelationId()).isEqualTo("corr");
        assertThat(received.getReplyTo()).isEqualTo("back");
        assertThat(received.getTo()).isEqualTo("there");
        assertThat(received.getPartitionKey()).isEqualTo("key");
        assertThat(received.getTimeToLive()).isEqualTo(Duration.ofMinutes(5));
        assertThat(received.getApplicationProperties())
                .containsEntry("text", "a")
                .containsEntry("number", 42L);
        assertThat(received.getDeliveryCount()).isZero();
        assertThat(received.getSequenceNumber()).isEqualTo(1);
        assertThat(received.getEnqueuedSequenceNumber()).isEqualTo(1);
        assertThat(received.getEnqueuedTime()).isBetween(OffsetDateTime.now().minusMinutes(1), OffsetDateTime.now());
        assertThat(received.getLockedUntil()).isAfter(OffsetDateTime.now().plusSeconds(50));
        assertThat(received.getLockToken()).hasSize(36);
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(0, 1, 0, 0, 0));

        receiver.complete(received);
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
    }

    @Test
    void aBatchArrivesAsItsMessagesInOrder() {
        start(QueueOptions.named("orders"));
        var sender = sender("orders");
        var batch = sender.createMessageBatch();
        IntStream.range(0, 500).forEach(i -> assertThat(batch.tryAddMessage(message("body-" + i)))
                .isTrue());
        sender.sendMessages(batch);
        assertThat(emulator.counts("orders").active()).isEqualTo(500);

        var receiver = receiver("orders", ServiceBusReceiveMode.RECEIVE_AND_DELETE, SubQueue.NONE);
        List<String> bodies = new ArrayList<>();
        while (bodies.size() < 500) {
            var some = receiver.receiveMessages(500 - bodies.size(), WAIT).stream()
                    .map(received -> received.getBody().toString())
                    .toList();
            assertThat(some).isNotEmpty();
            bodies.addAll(some);
        }
        assertThat(bodies)
                .containsExactlyElementsOf(
                        IntStream.range(0, 500).mapToObj(i -> "body-" + i).toList());
        assertThat(emulator.counts("orders").active()).isZero();
    }

    @Test
    void aMessageOfManyFramesArrivesWhole() {
        start(QueueOptions.named("orders"));
        var body = "x".repeat(900_000);
        sender("orders").sendMessage(message(body));
        assertThat(receiveOne(receiver("orders")).getBody().toString()).isEqualTo(body);
    }

    @Test
    void aReceiverThatWaitsGetsWhatIsSentLater() throws Exception {
        start(QueueOptions.named("orders"));
        var received = new LinkedBlockingQueue<ServiceBusReceivedMessage>();
        var receiver = closing(clients().receiver().queueName("orders").buildAsyncClient());
        var subscription = receiver.receiveMessages().subscribe(received::add);
        sender("orders").sendMessage(message("later"));
        assertThat(received.poll(10, TimeUnit.SECONDS)).isNotNull();
        subscription.dispose();
    }
}
