package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.sluice.emulator.broker.EntityCounts;
import dev.sluice.emulator.broker.QueueOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the emulator refuses, drops, hides or puts off, as Azure does. */
class LimitsIT extends SdkTest {

    @Test
    void anEntityThatIsNotThereIsRefusedToSendersReceiversAndPeekers() {
        start(QueueOptions.named("orders"));
        assertRefused(
                () -> sender("missing").sendMessage(message("a")), ServiceBusFailureReason.MESSAGING_ENTITY_NOT_FOUND);
        assertThatThrownBy(() -> receiver("missing").receiveMessages(1, Duration.ofSeconds(5)).stream()
                        .count())
                .hasStackTraceContaining("The messaging entity 'sb://sluice-emulator/missing' could not be found.");
        assertThatThrownBy(() -> receiver("missing").peekMessage())
                .hasStackTraceContaining("The messaging entity 'sb://sluice-emulator/missing' could not be found.");
        assertThatThrownBy(() -> emulator.counts("missing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'missing'");
    }

    @Test
    void withAutoCreateAnEntityIsThereWhenItIsAddressed() {
        emulator = ServiceBusEmulator.builder().adminPort(-1).start();
        sender("fresh").sendMessage(message("a"));
        assertThat(receiveOne(receiver("Fresh")).getBody().toString()).isEqualTo("a");
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedAndTheNextGoesThrough() {
        start(QueueOptions.named("orders").maxMessageSizeBytes(100_000));
        var sender = sender("orders");
        assertThatThrownBy(() -> sender.sendMessage(message("x".repeat(100_001))))
                .isInstanceOfSatisfying(ServiceBusException.class, failure -> assertThat(failure.getCause())
                        .isInstanceOfSatisfying(AmqpException.class, cause -> assertThat(cause.getErrorCondition())
                                .isEqualTo(AmqpErrorCondition.LINK_PAYLOAD_SIZE_EXCEEDED)));
        sender.sendMessage(message("x"));
        assertThat(emulator.counts("orders").active()).isEqualTo(1);
    }

    @Test
    void entitiesOfAFileAndThoseThatComeByThemselvesTakeMessagesOfTheSizeThatIsSet(@TempDir Path folder)
            throws IOException {
        var file = Files.writeString(
                folder.resolve("Config.json"),
                "{\"UserConfig\":{\"Namespaces\":[{\"Queues\":[{\"Name\":\"declared\"}],\"Topics\":[{\"Name\":\"t\","
                        + "\"Subscriptions\":[{\"Name\":\"s\"}]}]}]}}");
        emulator = ServiceBusEmulator.builder()
                .adminPort(-1)
                .config(file)
                .autoCreate(true)
                .maxMessageSizeBytes(3 << 20)
                .start();
        var large = "x".repeat(2 << 20);
        assertThat(subscriber("other", "s").peekMessage()).isNull();
        for (var entity : List.of("declared", "fresh", "t", "other")) {
            var sender = sender(entity);
            sender.sendMessage(message(large));
            assertThatThrownBy(() -> sender.sendMessage(message(large + large))).isInstanceOf(RuntimeException.class);
        }
        for (var entity : List.of("declared", "fresh", "t/Subscriptions/s", "other/Subscriptions/s")) {
            assertThat(emulator.counts(entity).active()).as(entity).isEqualTo(1);
        }
    }

    @Test
    void aFullQueueRefusesUntilThereIsRoom() {
        start(QueueOptions.named("orders").maxSizeBytes(5_000));
        var sender = sender("orders");
        sender.sendMessage(message("x".repeat(3_000)));
        assertRefused(() -> sender.sendMessage(message("x".repeat(3_000))), ServiceBusFailureReason.QUOTA_EXCEEDED);
        var receiver = receiver("orders");
        receiver.complete(receiveOne(receiver));
        sender.sendMessage(message("x".repeat(3_000)));
    }

    @Test
    void duplicatesAreAcceptedAndDropped() {
        start(QueueOptions.named("orders").duplicateDetectionWindow(Duration.ofMinutes(1)));
        var sender = sender("orders");
        sender.sendMessage(message("first").setMessageId("same"));
        sender.sendMessage(message("second").setMessageId("same"));
        sender.sendMessages(
                List.of(message("third").setMessageId("same"), message("fourth").setMessageId("other")));
        assertThat(emulator.counts("orders").active()).isEqualTo(2);
        assertThat(receiveOne(receiver("orders")).getBody().toString()).isEqualTo("first");
    }

    @Test
    void anExpiredMessageIsDeadLettered() {
        start(QueueOptions.named("orders").deadLetteringOnMessageExpiration(true));
        sender("orders").sendMessage(message("a").setTimeToLive(Duration.ofMillis(200)));
        await().until(() -> emulator.counts("orders").equals(new EntityCounts(0, 0, 1, 0, 0)));
        var dead = receiveOne(receiver("orders", ServiceBusReceiveMode.PEEK_LOCK, SubQueue.DEAD_LETTER_QUEUE));
        assertThat(dead.getDeadLetterReason()).isEqualTo("TTLExpiredException");
    }

    @Test
    void peekShowsMessagesAndLocksNone() {
        start(QueueOptions.named("orders"));
        sender("orders").sendMessages(List.of(message("a"), message("b"), message("c")));
        var receiver = receiver("orders");
        assertThat(receiver.peekMessages(2))
                .extracting(m -> m.getBody().toString())
                .containsExactly("a", "b");
        assertThat(receiver.peekMessages(2))
                .extracting(m -> m.getBody().toString())
                .containsExactly("c");
        assertThat(receiver.peekMessages(2)).isEmpty();
        assertThat(receiver.peekMessage(2).getSequenceNumber()).isEqualTo(2);
        assertThat(emulator.counts("orders").active()).isEqualTo(3);
    }

    @Test
    void scheduledMessagesWaitAndCanBeCancelled() {
        start(QueueOptions.named("orders"));
        var sender = sender("orders");
        var soon = OffsetDateTime.now().plusSeconds(2);
        sender.scheduleMessage(message("soon"), soon);
        long later =
                sender.scheduleMessage(message("later"), OffsetDateTime.now().plusHours(1));
        sender.sendMessage(message("by property")
                .setScheduledEnqueueTime(OffsetDateTime.now().plusHours(1)));
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(0, 0, 0, 3, 0));
        sender.cancelScheduledMessage(later);
        assertThat(emulator.counts("orders").scheduled()).isEqualTo(2);
        var received = receiveOne(receiver("orders"));
        assertThat(received.getBody().toString()).isEqualTo("soon");
        assertThat(received.getEnqueuedTime()).isAfterOrEqualTo(soon.minusNanos(1_000_000));
    }

    private static void assertRefused(ThrowingCallable call, ServiceBusFailureReason reason) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(ServiceBusException.class, failure -> assertThat(failure.getReason())
                        .isEqualTo(reason));
    }
}
