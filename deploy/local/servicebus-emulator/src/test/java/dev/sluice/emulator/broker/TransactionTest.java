package dev.sluice.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.emulator.broker.BrokerException.Reason;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TransactionTest extends QueueTest {

    private final MessageQueue in =
            queue(QueueOptions.named("in").lockDuration(LOCK), QueueOptions.named("out"), QueueOptions.named("other"));
    private final MessageQueue out = queue("out");
    private final Transaction transaction = broker.begin();

    @Test
    void nothingIsSeenBeforeTheCommitAndEverythingAfterIt() {
        send(in, "complete", "abandon", "defer", "dead", "release");
        var locked = in.receive(5, ReceiveMode.PEEK_LOCK);
        transaction.settle(in, locked.get(0).lockToken(), Outcome.COMPLETED);
        transaction.settle(in, locked.get(1).lockToken(), Outcome.abandoned(Map.of("try", 1)));
        transaction.settle(in, locked.get(2).lockToken(), Outcome.deferred(Map.of()));
        transaction.settle(in, locked.get(3).lockToken(), Outcome.deadLettered(Map.of()));
        transaction.settle(in, locked.get(4).lockToken(), Outcome.RELEASED);
        transaction.send(out, List.of(message("new", null)));
        transaction.send(queue("other"), List.of(message("new", null)));
        assertThat(counts("in")).isEqualTo(new EntityCounts(0, 5, 0, 0, 0));
        assertThat(counts("out").active()).isZero();
        assertThat(in.peek(1, 10)).as("locked messages are still shown").hasSize(5);

        broker.commit(transaction);
        assertThat(counts("in")).isEqualTo(new EntityCounts(2, 0, 1, 0, 1));
        assertThat(counts("out").active()).isEqualTo(1);
        assertThat(counts("other").active()).isEqualTo(1);
        assertThat(receive(in).message().changedProperties()).containsEntry("try", 1);
        assertThat(receive(in).message().deliveryCount()).isZero();
    }

    @Test
    void aRollbackLeavesMessagesLockedUnderTheirTokens() {
        send(in, "a");
        var token = receive(in).lockToken();
        transaction.settle(in, token, Outcome.COMPLETED);
        transaction.send(out, List.of(message("b", null)));
        broker.rollback(transaction);
        broker.rollback(transaction);
        assertThat(counts("in")).isEqualTo(new EntityCounts(0, 1, 0, 0, 0));
        assertThat(counts("out").active()).isZero();
        in.complete(token);
        assertThat(counts("in")).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
    }

    @Test
    void aRollbackMakesWhatItsReceiverHasForgottenReadyAgain() {
        send(in, "a");
        transaction.settle(in, receive(in).lockToken(), Outcome.COMPLETED, true);
        assertThat(counts("in")).as("until then it stays locked").isEqualTo(new EntityCounts(0, 1, 0, 0, 0));
        broker.rollback(transaction);
        assertThat(receive(in).message().deliveryCount()).isEqualTo(1);
    }

    @Test
    void aLockDoesNotRunOutInATransactionAndLastsItsFullTimeAfterARollback() {
        send(in, "a", "b");
        var token = receive(in).lockToken();
        transaction.settle(in, token, Outcome.COMPLETED);
        time.advance(LOCK.dividedBy(2));
        receive(in);
        time.advance(LOCK);
        assertThat(counts("in")).as("b's has run out").isEqualTo(new EntityCounts(1, 1, 0, 0, 0));
        assertThat(in.renewLock(token)).isEqualTo(time.instant().plus(LOCK));
        broker.rollback(transaction);
        time.advance(LOCK.minusMillis(1));
        assertThat(counts("in").locked()).isEqualTo(1);
        time.advance(Duration.ofMillis(1));
        assertThat(counts("in")).isEqualTo(new EntityCounts(2, 0, 0, 0, 0));
    }

    @Test
    void nothingElseSettlesWhatATransactionHas() {
        send(in, "a");
        var token = receive(in).lockToken();
        transaction.settle(in, token, Outcome.COMPLETED);
        assertRefused(Reason.LOCK_LOST, () -> in.complete(token));
        var second = broker.begin();
        assertRefused(Reason.LOCK_LOST, () -> second.settle(in, token, Outcome.COMPLETED));
        assertRefused(Reason.TRANSACTION_ENDED, () -> broker.commit(second));
        broker.commit(transaction);
        assertThat(counts("in")).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
    }

    @Test
    void afterTwoMinutesItIsRolledBack() {
        send(in, "a");
        transaction.settle(in, receive(in).lockToken(), Outcome.COMPLETED);
        time.advance(Transaction.TIMEOUT.minusMillis(1));
        assertThat(transaction.isEnded()).isFalse();
        assertThat(counts("in").locked()).isEqualTo(1);
        time.advance(Duration.ofMillis(1));
        assertThat(transaction.isEnded()).isTrue();
        assertRefused(Reason.TRANSACTION_TIMED_OUT, () -> broker.commit(transaction));
        assertRefused(Reason.TRANSACTION_TIMED_OUT, () -> transaction.send(out, List.of(message("b", null))));
        time.advance(LOCK);
        assertThat(counts("in").active()).isEqualTo(1);
    }

    @Test
    void aCommittedTransactionDoesNothingMoreAndItsTimeoutIsForgotten() {
        transaction.send(out, List.of(message("a", null)));
        broker.commit(transaction);
        assertRefused(Reason.TRANSACTION_ENDED, () -> broker.commit(transaction));
        assertRefused(Reason.TRANSACTION_ENDED, () -> transaction.send(out, List.of(message("b", null))));
        broker.rollback(transaction);
        time.advance(Transaction.TIMEOUT);
        assertThat(counts("out").active()).isEqualTo(1);
    }

    @Test
    void aRefusedOperationLeavesOnlyTheRollback() {
        send(in, "a");
        var token = receive(in).lockToken();
        transaction.settle(in, token, Outcome.COMPLETED);
        var tooLarge = new NewMessage(new byte[(1 << 20) + 1], null, null, null, null);
        assertRefused(Reason.MESSAGE_TOO_LARGE, () -> transaction.send(out, List.of(tooLarge)));
        assertRefused(Reason.TRANSACTION_ENDED, () -> transaction.send(out, List.of(message("b", null))));
        assertRefused(Reason.TRANSACTION_ENDED, () -> broker.commit(transaction));
        assertThat(counts("out").active()).isZero();
        in.complete(token);
    }

    @Test
    void roomIsSetAsideForWhatIsSentSoThatTheCommitFindsIt() {
        var small = queue(QueueOptions.named("small").maxSizeBytes(10));
        transaction.send(small, List.of(message("12345678", null)));
        assertRefused(Reason.QUOTA_EXCEEDED, () -> send(small, "123"));
        broker.rollback(transaction);
        send(small, "123");
        var second = broker.begin();
        second.send(small, List.of(message("1234567", null)));
        broker.commit(second);
        assertThat(counts("small").active()).isEqualTo(2);
        var third = broker.begin();
        assertRefused(Reason.QUOTA_EXCEEDED, () -> third.send(small, List.of(message("1", null))));
        assertRefused(Reason.QUOTA_EXCEEDED, () -> send(small, "1"));
    }

    @Test
    void itHoldsAHundredMessagesEachWay() {
        transaction.send(out, Collections.nCopies(Transaction.MAX_OPERATIONS, message("a", null)));
        assertRefused(Reason.NOT_ALLOWED, () -> transaction.send(out, List.of(message("b", null))));
        var second = broker.begin();
        for (int i = 0; i < Transaction.MAX_OPERATIONS; i++) {
            send(in, "a");
            second.settle(in, receive(in).lockToken(), Outcome.COMPLETED);
        }
        send(in, "b");
        var token = receive(in).lockToken();
        assertRefused(Reason.NOT_ALLOWED, () -> second.settle(in, token, Outcome.COMPLETED));
    }

    @Test
    void messagesAreNumberedWhenTheyAreCommittedAndScheduledOnesBefore() {
        var number =
                transaction.send(out, List.of(scheduled("later", time.instant().plusSeconds(10))));
        transaction.send(out, List.of(message("b", null)));
        send(out, "a");
        broker.commit(transaction);
        assertThat(name(receive(out))).isEqualTo("a");
        assertThat(name(receive(out))).isEqualTo("b");
        assertThat(counts("out").scheduled()).isEqualTo(1);
        out.cancelScheduled(number);
        assertThat(counts("out").scheduled()).isZero();
    }

    @Test
    void duplicatesAreFoundWhenTheyAreCommitted() {
        var once = queue(QueueOptions.named("once").duplicateDetectionWindow(Duration.ofMinutes(1)));
        transaction.send(once, List.of(message("a", null)));
        broker.rollback(transaction);
        send(once, "a");
        var second = broker.begin();
        second.send(once, List.of(message("a", null)));
        broker.commit(second);
        assertThat(counts("once").active()).isEqualTo(1);
    }

    @Test
    void aDeadLetterQueueRefusesDeadLetteringInATransactionToo() {
        send(in, "a");
        in.deadLetter(receive(in).lockToken(), Map.of());
        var subqueue = queue("in/$DeadLetterQueue");
        var token = receive(subqueue).lockToken();
        assertRefused(Reason.NOT_ALLOWED, () -> transaction.settle(subqueue, token, Outcome.deadLettered(Map.of())));
        subqueue.complete(token);
    }

    @Test
    void aSessionWaitsForTheTransactionsThatHaveItsMessages() {
        var grouped = queue(QueueOptions.named("grouped").requiresSession(true).lockDuration(LOCK));
        grouped.send(List.of(inSession("s", "1"), inSession("s", "2")));
        var next = new Asker();
        var holder = grouped.sessions().accept("s", "me", next);
        transaction.settle(
                grouped, holder.receive(1, ReceiveMode.PEEK_LOCK).get(0).lockToken(), Outcome.COMPLETED);
        holder.close();
        assertRefused(Reason.SESSION_CANNOT_BE_LOCKED, () -> grouped.sessions().accept("s", "other", next));
        grouped.sessions().acceptNext(LOCK, "other", next);
        assertThat(next.receiver).isNull();
        broker.rollback(transaction);
        assertThat(next.receiver.receive(2, ReceiveMode.PEEK_LOCK))
                .as("in their order")
                .extracting(QueueTest::name)
                .containsExactly("1", "2");
    }

    @Test
    void aSessionIsOfferedAgainWhenATransactionIsDoneWithItsMessage() {
        var grouped = queue(QueueOptions.named("grouped").requiresSession(true).lockDuration(LOCK));
        grouped.send(List.of(inSession("s", "1"), inSession("s", "2")));
        var holder = grouped.sessions().accept("s", "me", null);
        transaction.settle(
                grouped, holder.receive(1, ReceiveMode.PEEK_LOCK).get(0).lockToken(), Outcome.COMPLETED);
        holder.close();
        broker.commit(transaction);
        var next = new Asker();
        grouped.sessions().acceptNext(LOCK, "other", next);
        assertThat(next.receiver.receive(2, ReceiveMode.PEEK_LOCK))
                .extracting(QueueTest::name)
                .containsExactly("2");
    }

    @Test
    void aRollbackUnderAHeldSessionLeavesTheMessageToItsHolder() {
        var grouped = queue(QueueOptions.named("grouped").requiresSession(true).lockDuration(LOCK));
        grouped.send(List.of(inSession("s", "1")));
        var holder = grouped.sessions().accept("s", "me", null);
        var token = holder.receive(1, ReceiveMode.PEEK_LOCK).get(0).lockToken();
        transaction.settle(grouped, token, Outcome.COMPLETED);
        broker.rollback(transaction);
        assertThat(counts("grouped").locked()).isEqualTo(1);
        grouped.complete(token);
        assertThat(counts("grouped")).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
    }

    private static void assertRefused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(BrokerException.class, refusal -> assertThat(refusal.reason())
                .isEqualTo(reason));
    }

    /** Somebody who waits for a session. */
    private static final class Asker implements SessionListener {

        private SessionReceiver receiver;

        @Override
        public void accepted(SessionReceiver accepted) {
            receiver = accepted;
        }

        @Override
        public void timedOut() {}

        @Override
        public void lockLost() {}
    }
}
