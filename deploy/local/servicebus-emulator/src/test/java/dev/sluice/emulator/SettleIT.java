package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import com.azure.messaging.servicebus.models.AbandonOptions;
import com.azure.messaging.servicebus.models.DeadLetterOptions;
import com.azure.messaging.servicebus.models.DeferOptions;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.sluice.emulator.broker.EntityCounts;
import dev.sluice.emulator.broker.QueueOptions;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every way to settle a message, and what happens to one that nobody settles. */
class SettleIT extends SdkTest {

    private static final Duration SHORT_LOCK = Duration.ofSeconds(1);

    @Test
    void abandonedMessagesComeAgainWithChangedPropertiesUntilTheyAreDeadLettered() {
        start(QueueOptions.named("orders").maxDeliveryCount(2));
        var sent = message("a");
        sent.getApplicationProperties().put("kept", "yes");
        sender("orders").sendMessage(sent);
        var receiver = receiver("orders");
        var first = receiveOne(receiver);
        receiver.abandon(first, new AbandonOptions().setPropertiesToModify(Map.of("try", 1)));
        var second = receiveOne(receiver);
        assertThat(second.getDeliveryCount()).isEqualTo(1);
        assertThat(second.getApplicationProperties()).containsEntry("try", 1).containsEntry("kept", "yes");
        assertThat(second.getLockToken()).isNotEqualTo(first.getLockToken());
        receiver.abandon(second);

        var dead = receiveOne(receiver("orders", ServiceBusReceiveMode.PEEK_LOCK, SubQueue.DEAD_LETTER_QUEUE));
        assertThat(dead.getBody().toString()).isEqualTo("a");
        assertThat(dead.getDeadLetterReason()).isEqualTo("MaxDeliveryCountExceeded");
        assertThat(dead.getApplicationProperties()).containsEntry("try", 1).containsEntry("kept", "yes");
    }

    @Test
    void aDeadLetterSaysWhyAndCanBeCompletedInTheSubqueue() {
        start(QueueOptions.named("orders"));
        sender("orders").sendMessage(message("a"));
        var receiver = receiver("orders");
        receiver.deadLetter(
                receiveOne(receiver),
                new DeadLetterOptions()
                        .setDeadLetterReason("poison")
                        .setDeadLetterErrorDescription("it smells")
                        .setPropertiesToModify(Map.of("extra", true)));
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(0, 0, 1, 0, 0));
        assertThat(emulator.counts("orders/$DeadLetterQueue")).isEqualTo(new EntityCounts(1, 0, 0, 0, 0));

        var subqueue = receiver("orders", ServiceBusReceiveMode.PEEK_LOCK, SubQueue.DEAD_LETTER_QUEUE);
        var dead = receiveOne(subqueue);
        assertThat(dead.getDeadLetterReason()).isEqualTo("poison");
        assertThat(dead.getDeadLetterErrorDescription()).isEqualTo("it smells");
        assertThat(dead.getApplicationProperties()).containsEntry("extra", true);
        assertThat(dead.getDeadLetterSource()).isNull();
        subqueue.complete(dead);
        assertThat(emulator.counts("orders").deadLettered()).isZero();
    }

    @Test
    void forwardedDeadLettersNameTheirSource() {
        start(QueueOptions.named("orders").forwardDeadLetteredMessagesTo("parked"), QueueOptions.named("parked"));
        sender("orders").sendMessage(message("a"));
        var receiver = receiver("orders");
        receiver.deadLetter(receiveOne(receiver), new DeadLetterOptions().setDeadLetterReason("poison"));
        var parked = receiveOne(receiver("parked"));
        assertThat(parked.getDeadLetterSource()).isEqualTo("orders");
        assertThat(parked.getDeadLetterReason()).isEqualTo("poison");
    }

    @Test
    void aDeferredMessageIsReceivedByNumberAndSettledThroughManagement() {
        start(QueueOptions.named("orders"));
        sender("orders").sendMessage(message("a"));
        var receiver = receiver("orders");
        var message = receiveOne(receiver);
        receiver.defer(message, new DeferOptions().setPropertiesToModify(Map.of("why", "early")));
        assertThat(emulator.counts("orders").deferred()).isEqualTo(1);
        var deferred = receiver.receiveDeferredMessage(message.getSequenceNumber());
        assertThat(deferred.getBody().toString()).isEqualTo("a");
        assertThat(deferred.getApplicationProperties()).containsEntry("why", "early");
        receiver.complete(deferred);
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
    }

    @Test
    void aDeferredMessageCanBeDeadLetteredWithAReason() {
        start(QueueOptions.named("orders"));
        sender("orders").sendMessage(message("a"));
        var receiver = receiver("orders");
        var message = receiveOne(receiver);
        receiver.defer(message);
        receiver.deadLetter(
                receiver.receiveDeferredMessage(message.getSequenceNumber()),
                new DeadLetterOptions().setDeadLetterReason("late"));
        var dead = receiveOne(receiver("orders", ServiceBusReceiveMode.PEEK_LOCK, SubQueue.DEAD_LETTER_QUEUE));
        assertThat(dead.getDeadLetterReason()).isEqualTo("late");
    }

    @Test
    void aLostLockIsToldAndTheMessageComesAgain() {
        start(QueueOptions.named("orders").lockDuration(SHORT_LOCK));
        sender("orders").sendMessage(message("a"));
        var receiver = receiver("orders");
        var lost = receiveOne(receiver);
        await().until(() -> emulator.counts("orders").active() == 1);
        assertThatThrownBy(() -> receiver.complete(lost))
                .isInstanceOfSatisfying(ServiceBusException.class, failure -> assertThat(failure.getReason())
                        .isEqualTo(ServiceBusFailureReason.MESSAGE_LOCK_LOST));
        assertThatThrownBy(() -> receiver.renewMessageLock(lost))
                .isInstanceOfSatisfying(ServiceBusException.class, failure -> assertThat(failure.getReason())
                        .isEqualTo(ServiceBusFailureReason.MESSAGE_LOCK_LOST));
        var again = receiveOne(receiver);
        assertThat(again.getDeliveryCount()).isEqualTo(1);
        receiver.complete(again);
    }

    @Test
    void aRenewedLockLastsLonger() {
        start(QueueOptions.named("orders").lockDuration(Duration.ofSeconds(30)));
        sender("orders").sendMessage(message("a"));
        var receiver = receiver("orders");
        var message = receiveOne(receiver);
        OffsetDateTime until = receiver.renewMessageLock(message);
        assertThat(until).isAfter(message.getLockedUntil().minus(Duration.ofMillis(1)));
        assertThat(until).isBefore(OffsetDateTime.now().plusSeconds(31));
    }

    @Test
    void theLocksOfAClosedReceiverRunOutByThemselves() {
        start(QueueOptions.named("orders").lockDuration(SHORT_LOCK.multipliedBy(2)));
        sender("orders").sendMessage(message("a"));
        var receiver = receiver("orders");
        receiveOne(receiver);
        receiver.close();
        assertThat(emulator.counts("orders").locked()).isEqualTo(1);
        assertThat(receiveOne(receiver("orders")).getDeliveryCount()).isEqualTo(1);
    }
}
