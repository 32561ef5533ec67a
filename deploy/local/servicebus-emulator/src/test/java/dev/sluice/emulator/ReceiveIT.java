package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.models.CreateMessageBatchOptions;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.sluice.emulator.broker.EntityCounts;
import dev.sluice.emulator.broker.QueueOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The ways of receiving that are not in the other tests: prefetch, peeks across pages and states, limits of batches. */
class ReceiveIT extends SdkTest {

    @Test
    void prefetchedMessagesAreLockedAheadAndAllGetCompleted() {
        start(QueueOptions.named("orders"));
        send(300);
        var receiver = closing(clients()
                .receiver()
                .queueName("orders")
                .prefetchCount(100)
                .disableAutoComplete()
                .maxAutoLockRenewDuration(Duration.ZERO)
                .buildClient());
        receiver.complete(receiveOne(receiver));
        // More than the one that was asked for.
        assertThat(emulator.counts("orders").locked()).isGreaterThan(1);
        for (int completed = 1; completed < 300; ) {
            for (var message : receiver.receiveMessages(50, WAIT)) {
                receiver.complete(message);
                completed++;
            }
        }
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
    }

    @Test
    void anAsyncReceiverSettlesByItself() {
        start(QueueOptions.named("orders"));
        send(50);
        var seen = new ConcurrentLinkedQueue<Long>();
        var receiver = closing(clients().receiver().queueName("orders").buildAsyncClient());
        var subscription = receiver.receiveMessages().subscribe(message -> seen.add(message.getSequenceNumber()));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> emulator.counts("orders").equals(new EntityCounts(0, 0, 0, 0, 0)));
        assertThat(seen).hasSize(50).doesNotHaveDuplicates();
        subscription.dispose();
    }

    @Test
    void whatIsReceivedAndDeletedIsGoneAndCannotBeSettled() {
        start(QueueOptions.named("orders"));
        send(1);
        var receiver = receiver("orders", ServiceBusReceiveMode.RECEIVE_AND_DELETE, SubQueue.NONE);
        var message = receiveOne(receiver);
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
        assertThatThrownBy(() -> receiver.complete(message)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void peekPagesThroughAllStatesInOrder() {
        start(QueueOptions.named("orders"));
        send(120);
        var receiver = receiver("orders");
        receiver.defer(receiveOne(receiver));
        receiveOne(receiver);
        var numbers = new ArrayList<Long>();
        var peeker = receiver("orders");
        for (var page = peek(peeker.peekMessages(50)); !page.isEmpty(); page = peek(peeker.peekMessages(50))) {
            numbers.addAll(page);
        }
        assertThat(numbers)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 120).mapToObj(Long::valueOf).toList());
        assertThat(peek(peeker.peekMessages(2, 119))).containsExactly(119L, 120L);
    }

    @Test
    void manyDeferredMessagesAreReceivedAtOnceOrNotAtAll() {
        start(QueueOptions.named("orders"));
        send(3);
        var receiver = receiver("orders");
        for (int i = 0; i < 3; i++) {
            receiver.defer(receiveOne(receiver));
        }
        // Java's SDK makes an empty answer of the refusal.
        assertThat(receiver.receiveDeferredMessageBatch(List.of(1L, 99L))).isEmpty();
        assertThat(emulator.counts("orders").deferred()).isEqualTo(3);
        var deferred = receiver.receiveDeferredMessageBatch(List.of(3L, 1L));
        assertThat(deferred)
                .extracting(ServiceBusReceivedMessage::getSequenceNumber)
                .containsExactly(3L, 1L);
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(0, 2, 0, 0, 1));
    }

    @Test
    void aBatchTakesNoMoreThanTheLinkAllows() {
        start(QueueOptions.named("orders").maxMessageSizeBytes(10_000));
        var sender = sender("orders");
        var batch = sender.createMessageBatch();
        assertThat(batch.getMaxSizeInBytes()).isEqualTo(10_000);
        int count = 0;
        while (batch.tryAddMessage(message("x".repeat(1000)))) {
            count++;
        }
        assertThat(count).isBetween(7, 9);
        sender.sendMessages(batch);
        assertThat(emulator.counts("orders").active()).isEqualTo(count);
        assertThatThrownBy(
                        () -> sender.createMessageBatch(new CreateMessageBatchOptions().setMaximumSizeInBytes(20_000)))
                .isInstanceOf(ServiceBusException.class)
                .hasMessageContaining("20000");
    }

    private void send(int count) {
        sender("orders")
                .sendMessages(IntStream.range(0, count)
                        .mapToObj(i -> message("m" + i))
                        .toList());
    }

    private static List<Long> peek(Iterable<ServiceBusReceivedMessage> page) {
        var numbers = new ArrayList<Long>();
        page.forEach(message -> numbers.add(message.getSequenceNumber()));
        return numbers;
    }
}
