package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.models.AbandonOptions;
import com.azure.messaging.servicebus.models.CompleteOptions;
import com.azure.messaging.servicebus.models.DeadLetterOptions;
import com.azure.messaging.servicebus.models.DeferOptions;
import dev.sluice.emulator.broker.EntityCounts;
import dev.sluice.emulator.broker.QueueOptions;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Transactions, as the real SDK uses them. */
class TransactionIT extends SdkTest {

    private static final EntityCounts EMPTY = new EntityCounts(0, 0, 0, 0, 0);

    @Test
    void sendAndCompleteTakeEffectTogether() {
        start(QueueOptions.named("orders"));
        var sender = sender("orders");
        sender.sendMessage(message("old"));
        // Transactions belong to a connection; a client on another one can't take part.
        var builder = clients();
        var sharing = closing(builder.sender().queueName("orders").buildClient());
        var receiver = closing(builder.receiver()
                .queueName("orders")
                .disableAutoComplete()
                .maxAutoLockRenewDuration(Duration.ZERO)
                .buildClient());
        var old = receiveOne(receiver);
        var transaction = sharing.createTransaction();
        sharing.sendMessage(message("new"), transaction);
        sharing.sendMessages(List.of(message("x"), message("y")), transaction);
        sharing.scheduleMessage(message("later"), OffsetDateTime.now().plusHours(1), transaction);
        receiver.complete(old, new CompleteOptions().setTransactionContext(transaction));
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(0, 1, 0, 0, 0));
        sharing.commitTransaction(transaction);
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(3, 0, 0, 1, 0));
        assertThat(receiveOne(receiver).getBody().toString()).isEqualTo("new");
    }

    @Test
    void aRollbackUndoesEverythingAndTheMessageStaysLocked() {
        start(QueueOptions.named("orders").lockDuration(Duration.ofSeconds(5)));
        sender("orders").sendMessage(message("old"));
        var receiver = receiver("orders");
        var old = receiveOne(receiver);
        var transaction = receiver.createTransaction();
        receiver.complete(old, new CompleteOptions().setTransactionContext(transaction));
        receiver.rollbackTransaction(transaction);
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(0, 1, 0, 0, 0));
        assertThat(receiver.renewMessageLock(old)).as("by its old token").isAfter(OffsetDateTime.now());
        var again = await().atMost(Duration.ofSeconds(30)).until(() -> receiveOne(receiver), message -> true);
        assertThat(again.getDeliveryCount()).as("its lock ran out").isEqualTo(1);
        receiver.complete(again);
    }

    @Test
    void everyWayToSettleWorksInATransaction() {
        start(QueueOptions.named("orders"));
        sender("orders").sendMessages(List.of(message("abandon"), message("defer"), message("dead"), message("done")));
        var receiver = receiver("orders");
        var abandoned = receiveOne(receiver);
        var deferred = receiveOne(receiver);
        var dead = receiveOne(receiver);
        var done = receiveOne(receiver);
        var transaction = receiver.createTransaction();
        receiver.abandon(abandoned, new AbandonOptions().setTransactionContext(transaction));
        receiver.defer(deferred, new DeferOptions().setTransactionContext(transaction));
        receiver.deadLetter(dead, new DeadLetterOptions().setTransactionContext(transaction));
        receiver.complete(done, new CompleteOptions().setTransactionContext(transaction));
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(0, 4, 0, 0, 0));
        receiver.commitTransaction(transaction);
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(1, 0, 1, 0, 1));

        var second = receiver.createTransaction();
        receiver.complete(
                receiver.receiveDeferredMessage(deferred.getSequenceNumber()),
                new CompleteOptions().setTransactionContext(second));
        assertThat(emulator.counts("orders").locked()).isEqualTo(1);
        receiver.commitTransaction(second);
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(1, 0, 1, 0, 0));
    }

    @Test
    void aTransactionSpansEntities() {
        start(QueueOptions.named("in"), QueueOptions.named("out"), QueueOptions.named("audit"));
        sender("in").sendMessage(message("order"));
        var builder = clients().enableCrossEntityTransactions();
        var receiver = closing(builder.receiver()
                .queueName("in")
                .disableAutoComplete()
                .maxAutoLockRenewDuration(Duration.ZERO)
                .buildClient());
        var order = receiveOne(receiver);
        var out = closing(builder.sender().queueName("out").buildClient());
        var audit = closing(builder.sender().queueName("audit").buildClient());
        var transaction = receiver.createTransaction();
        receiver.complete(order, new CompleteOptions().setTransactionContext(transaction));
        out.sendMessage(message("done"), transaction);
        audit.sendMessage(message("noted"), transaction);
        assertThat(emulator.counts("in").locked()).isEqualTo(1);
        assertThat(emulator.counts("out")).isEqualTo(EMPTY);
        receiver.commitTransaction(transaction);
        assertThat(emulator.counts("in")).isEqualTo(EMPTY);
        assertThat(emulator.counts("out").active()).isEqualTo(1);
        assertThat(emulator.counts("audit").active()).isEqualTo(1);
    }

    @Test
    void aTransactionWorksInASession() {
        start(QueueOptions.named("orders").requiresSession(true));
        var builder = clients();
        var sender = closing(builder.sender().queueName("orders").buildClient());
        sender.sendMessage(new ServiceBusMessage("1").setSessionId("s"));
        var receiver = closing(closing(builder.sessionReceiver()
                        .queueName("orders")
                        .disableAutoComplete()
                        .buildClient())
                .acceptSession("s"));
        var first = receiveOne(receiver);
        var transaction = sender.createTransaction();
        receiver.complete(first, new CompleteOptions().setTransactionContext(transaction));
        sender.sendMessage(new ServiceBusMessage("2").setSessionId("s"), transaction);
        sender.commitTransaction(transaction);
        var second = receiveOne(receiver);
        assertThat(second.getBody().toString()).isEqualTo("2");
        receiver.complete(second);
        assertThat(emulator.counts("orders")).isEqualTo(EMPTY);
    }

    @Test
    void whatCouldNotBePartOfATransactionKeepsAllOfItFromBeingCommitted() {
        start(QueueOptions.named("orders").maxSizeBytes(2000));
        var sender = sender("orders");
        var transaction = sender.createTransaction();
        sender.sendMessage(message("small"), transaction);
        // The SDK reports no failure here: it does not look at the answer to a transactional send.
        sender.sendMessage(message("x".repeat(3000)), transaction);
        assertThatThrownBy(() -> sender.commitTransaction(transaction))
                .hasStackTraceContaining("amqp:transaction:rollback");
        assertThat(emulator.counts("orders")).isEqualTo(EMPTY);
        var second = sender.createTransaction();
        sender.sendMessage(message("small"), second);
        sender.commitTransaction(second);
        assertThatThrownBy(() -> sender.commitTransaction(second))
                .hasStackTraceContaining("amqp:transaction:unknown-id");
        assertThat(emulator.counts("orders").active()).isEqualTo(1);
    }

    @Test
    void aClientThatGoesAwayInMidTransactionLeavesNoTrace() {
        start(QueueOptions.named("orders").lockDuration(Duration.ofSeconds(5)));
        sender("orders").sendMessage(message("old"));
        var builder = clients();
        var receiver = closing(builder.receiver()
                .queueName("orders")
                .disableAutoComplete()
                .maxAutoLockRenewDuration(Duration.ZERO)
                .buildClient());
        var sender = closing(builder.sender().queueName("orders").buildClient());
        var old = receiveOne(receiver);
        var transaction = sender.createTransaction();
        sender.sendMessage(message("new"), transaction);
        receiver.complete(old, new CompleteOptions().setTransactionContext(transaction));
        receiver.close();
        sender.close();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> emulator.counts("orders").equals(new EntityCounts(1, 0, 0, 0, 0)));
        assertThat(receiveOne(receiver("orders")).getBody().toString()).isEqualTo("old");
    }
}
