package dev.sluice.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.emulator.broker.BrokerException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SessionTest extends QueueTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final MessageQueue queue =
            queue(QueueOptions.named("q").lockDuration(LOCK).maxDeliveryCount(2).requiresSession(true));
    private final QueueSessions sessions = queue.sessions();
    private final Asker me = new Asker();
    private final Asker other = new Asker();

    @Test
    void aMessageWithoutASessionIsRefusedAndSoIsItsWholeBatch() {
        assertRefused(
                Reason.NOT_ALLOWED,
                () -> queue.send(List.of(inSession("s", "a"), message("b", null))),
                "The SessionId was not set on a message");
        assertThat(counts("q").active()).isZero();
    }

    @Test
    void oneReceiverGetsTheMessagesOfItsSessionInOrderAndNoOthers() {
        put("s", "1", "2");
        put("t", "x");
        put("s", "3");
        var receiver = me.accept("s");
        assertThat(receiver.sessionId()).isEqualTo("s");
        assertThat(receiver.lockedUntil()).isEqualTo(time.instant().plus(LOCK));
        assertThat(receive(receiver, 2)).containsExactly("1", "2");
        assertThat(receive(receiver, 10)).containsExactly("3");
        assertThat(receive(receiver, 10)).isEmpty();
        assertThat(counts("q")).isEqualTo(new EntityCounts(1, 3, 0, 0, 0));
    }

    @Test
    void aSessionIsOneReceiversAtATime() {
        var receiver = me.accept("s");
        assertRefused(
                Reason.SESSION_CANNOT_BE_LOCKED,
                () -> other.accept("s"),
                "The requested session 's' cannot be accepted. It may be locked by another receiver.");
        receiver.close();
        other.accept("s");
        receiver.close();
        assertRefused(Reason.SESSION_CANNOT_BE_LOCKED, () -> me.accept("s"), "The requested session");
    }

    @Test
    void theNextSessionIsTheOneThatHasWaitedLongest() {
        put("c", "1");
        put("a", "2");
        put("b", "3");
        me.accept("b");
        assertThat(me.acceptNext().sessionId()).isEqualTo("c");
        assertThat(me.acceptNext().sessionId()).isEqualTo("a");
        assertThat(me.acceptNext()).as("all are taken").isNull();
    }

    @Test
    void aSessionThatIsGivenBackWithMessagesGoesBehindTheOthers() {
        put("a", "1");
        put("b", "2");
        me.acceptNext().close();
        assertThat(other.acceptNext().sessionId()).isEqualTo("b");
    }

    @Test
    void whoWaitsGetsASessionWhenAMessageArrivesWhenOneIsClosedAndWhenALockRunsOut() {
        assertThat(me.acceptNext()).isNull();
        put("s", "1");
        var first = me.accepted;
        assertThat(first.sessionId()).isEqualTo("s");
        assertThat(other.acceptNext()).isNull();
        first.close();
        assertThat(other.accepted.sessionId()).isEqualTo("s");
        assertThat(me.acceptNext(LOCK.multipliedBy(2))).isNull();
        time.advance(LOCK);
        assertThat(me.accepted.sessionId()).isEqualTo("s");
        assertThat(other.lost).isEqualTo(1);
    }

    @Test
    void longestWaitComesFirstAndWhoStoppedWaitingIsPassedOver() {
        var third = new Asker();
        me.acceptNext();
        other.acceptNext();
        third.acceptNext();
        sessions.stopWaiting(me);
        put("s", "1");
        assertThat(me.accepted).isNull();
        assertThat(other.accepted.sessionId()).isEqualTo("s");
        assertThat(third.accepted).isNull();
    }

    @Test
    void whoWaitsInVainIsToldAtItsTime() {
        me.acceptNext();
        time.advance(TIMEOUT.minusMillis(1));
        assertThat(me.timeouts).isZero();
        time.advance(Duration.ofMillis(1));
        assertThat(me.timeouts).isEqualTo(1);
        put("s", "1");
        assertThat(me.accepted).isNull();
    }

    @Test
    void noMoreThanFiveThousandWait() {
        IntStream.range(0, QueueSessions.MAX_WAITING).forEach(i -> new Asker().acceptNext());
        assertRefused(Reason.QUOTA_EXCEEDED, me::acceptNext, "The number of receivers that wait");
    }

    @Test
    void aLockThatRunsOutGivesItsMessagesBackAndCountsTheirDelivery() {
        put("s", "1", "2");
        var receiver = me.accept("s");
        var delivery = receiver.receive(1, ReceiveMode.PEEK_LOCK).get(0);
        assertThat(delivery.lockedUntil()).isEqualTo(time.instant().plus(LOCK));
        time.advance(LOCK);
        assertThat(me.lost).isEqualTo(1);
        assertRefused(Reason.SESSION_LOCK_LOST, () -> queue.complete(delivery.lockToken()), "The session lock has");
        assertRefused(Reason.SESSION_LOCK_LOST, () -> sessions.renew("s", me), "The session lock has");
        assertThat(receive(receiver, 1)).as("who lost the lock").isEmpty();
        var again = other.accept("s").receive(2, ReceiveMode.PEEK_LOCK);
        assertThat(again).extracting(QueueTest::name).containsExactly("1", "2");
        assertThat(again).extracting(next -> next.message().deliveryCount()).containsExactly(1, 0);
    }

    @Test
    void aRenewedLockLastsLongerAndOnlyItsOwnerRenewsIt() {
        put("s", "1");
        var receiver = me.accept("s");
        var delivery = receiver.receive(1, ReceiveMode.PEEK_LOCK).get(0);
        me.accept("later");
        time.advance(LOCK.dividedBy(2));
        assertRefused(Reason.SESSION_LOCK_LOST, () -> sessions.renew("s", other), "The session lock has");
        assertThat(sessions.renew("s", me)).isEqualTo(time.instant().plus(LOCK));
        time.advance(LOCK.minusMillis(1));
        assertThat(me.lost).as("the one that was not renewed").isEqualTo(1);
        queue.complete(delivery.lockToken());
        time.advance(Duration.ofMillis(1));
        assertThat(me.lost).isEqualTo(2);
    }

    @Test
    void closingGivesMessagesBackUntriedAndInTheirPlace() {
        put("s", "1", "2", "3");
        var receiver = me.accept("s");
        receive(receiver, 2);
        receiver.close();
        var again = other.accept("s").receive(3, ReceiveMode.PEEK_LOCK);
        assertThat(again).extracting(QueueTest::name).containsExactly("1", "2", "3");
        assertThat(again).extracting(next -> next.message().deliveryCount()).containsOnly(0);
    }

    @Test
    void anAbandonedMessageComesBeforeItsSuccessorsAndIsDeadLetteredInTheEnd() {
        put("s", "1", "2");
        var receiver = me.accept("s");
        queue.abandon(receiver.receive(1, ReceiveMode.PEEK_LOCK).get(0).lockToken(), Map.of());
        var again = receiver.receive(1, ReceiveMode.PEEK_LOCK).get(0);
        assertThat(name(again)).isEqualTo("1");
        queue.abandon(again.lockToken(), Map.of());
        assertThat(receive(receiver, 1)).containsExactly("2");
        var dead = receive(queue("q/$DeadLetterQueue").withoutSessions(), 1);
        assertThat(dead).as("its subqueue has no sessions").containsExactly("1");
    }

    @Test
    void theHolderIsCalledWhenMessagesOfItsSessionArriveAndNotForOthers() {
        var receiver = me.accept("s");
        int[] calls = {0};
        receiver.await(() -> calls[0]++, 10);
        put("t", "x");
        assertThat(calls[0]).isZero();
        put("s", "1");
        put("s", "2");
        assertThat(calls[0]).as("once").isEqualTo(1);
        receiver.await(() -> calls[0]++, 10);
        assertThat(calls[0]).as("at once when some are there").isEqualTo(2);
        receive(receiver, 2);
        Consumer gone = () -> calls[0]++;
        receiver.await(gone, 10);
        receiver.forget(gone);
        put("s", "3");
        assertThat(calls[0]).isEqualTo(2);
    }

    @Test
    void theStateOutlivesMessagesAndLocksAndIsTheHoldersToSet() {
        var receiver = me.accept("s");
        assertThat(sessions.state("s")).isNull();
        sessions.setState("s", new byte[] {1, 2}, me);
        assertRefused(Reason.SESSION_LOCK_LOST, () -> sessions.setState("s", null, other), "The session lock has");
        receiver.close();
        assertThat(sessions.state("s")).containsExactly(1, 2);
        assertRefused(Reason.SESSION_LOCK_LOST, () -> sessions.setState("s", null, me), "The session lock has");
        assertThat(me.acceptNext()).as("a state is no message").isNull();
        other.accept("s");
        sessions.setState("s", null, other);
        assertThat(sessions.state("s")).isNull();
    }

    @Test
    void statesAreBoundedOneByOneAndTogether() {
        var small = queue(QueueOptions.named("small")
                        .requiresSession(true)
                        .maxMessageSizeBytes(100)
                        .maxSizeBytes(150))
                .sessions();
        small.accept("s", me, me);
        small.accept("t", me, me);
        assertRefused(Reason.MESSAGE_TOO_LARGE, () -> small.setState("s", new byte[101], me), "The session state");
        small.setState("s", new byte[100], me);
        assertRefused(Reason.QUOTA_EXCEEDED, () -> small.setState("t", new byte[60], me), "The maximum entity size");
        small.setState("s", new byte[50], me);
        small.setState("t", new byte[60], me);
    }

    @Test
    void deferredMessagesAreReceivedByWhoHoldsTheirSession() {
        put("s", "1");
        put("t", "x");
        var receiver = me.accept("s");
        var delivery = receiver.receive(1, ReceiveMode.PEEK_LOCK).get(0);
        queue.defer(delivery.lockToken(), Map.of());
        var number = List.of(delivery.message().sequenceNumber());
        assertRefused(Reason.NOT_ALLOWED, () -> queue.receiveDeferred(number, ReceiveMode.PEEK_LOCK), "It is not");
        assertRefused(Reason.SESSION_LOCK_LOST, () -> deferred("s", number, other), "The session lock has");
        other.accept("t");
        assertRefused(Reason.MESSAGE_NOT_FOUND, () -> deferred("t", number, other), "Failed to lock");
        var again = deferred("s", number, me).get(0);
        assertThat(again.lockedUntil()).isEqualTo(receiver.lockedUntil());
        receiver.close();
        assertThat(counts("q").deferred()).as("closing gives it back as it was").isEqualTo(1);
    }

    @Test
    void peekShowsOneSessionOrAllLockedOrNot() {
        put("s", "1");
        put("t", "x");
        put("s", "2");
        receive(me.accept("s"), 1);
        assertThat(queue.peek(1, 10, "s")).extracting(QueueTest::name).containsExactly("1", "2");
        assertThat(queue.peek(1, 1, "t")).extracting(QueueTest::name).containsExactly("x");
        assertThat(queue.peek(1, 10)).extracting(QueueTest::name).containsExactly("1", "x", "2");
    }

    @Test
    void sessionsAreListedWithMessagesOrStateOrByTheTimeOfTheirState() {
        put("b", "1");
        me.accept("a");
        me.accept("c");
        sessions.setState("a", new byte[0], me);
        time.advance(Duration.ofSeconds(1));
        assertThat(sessions.ids(null, 0, 10)).containsExactly("a", "b");
        assertThat(sessions.ids(null, 1, 10)).containsExactly("b");
        assertThat(sessions.ids(time.instant().minusSeconds(1), 0, 10)).containsExactly("a");
        assertThat(sessions.ids(time.instant(), 0, 10)).isEmpty();
    }

    @Test
    void expiredAndScheduledMessagesKeepTheSessionsRight() {
        queue.send(List.of(new NewMessage(new byte[0], "short", "s", Duration.ofSeconds(1), null)));
        queue.send(List.of(
                new NewMessage(new byte[0], "later", "t", null, time.instant().plusSeconds(10))));
        time.advance(Duration.ofSeconds(2));
        assertThat(me.acceptNext())
                .as("one has expired, the other is not yet due")
                .isNull();
        time.advance(Duration.ofSeconds(8));
        assertThat(me.accepted.sessionId()).isEqualTo("t");
    }

    @Test
    void whatIsForwardedWithoutASessionIsDeadLettered() {
        var from = queue(QueueOptions.named("from").forwardDeadLetteredMessagesTo("q"));
        send(from, "a");
        from.deadLetter(receive(from).lockToken(), Map.of());
        var dead = receive(queue("q/$DeadLetterQueue"));
        assertThat(dead.message().changedProperties()).containsEntry("DeadLetterReason", "Session id is null.");
        assertThat(counts("q")).isEqualTo(new EntityCounts(0, 0, 1, 0, 0));
    }

    @Test
    void eachKindOfReceiverIsRefusedWhereItDoesNotBelong() {
        assertRefused(Reason.NOT_ALLOWED, queue::withoutSessions, "It is not possible for an entity that requires");
        assertRefused(Reason.NOT_ALLOWED, () -> queue.receive(1, ReceiveMode.PEEK_LOCK), "It is not possible");
        var plain = queue(QueueOptions.named("plain"));
        assertRefused(Reason.NOT_ALLOWED, plain::sessions, "A sessionful message receiver cannot be created");
    }

    private List<Delivery> deferred(String session, List<Long> numbers, Asker asker) {
        return sessions.receiveDeferred(session, numbers, ReceiveMode.PEEK_LOCK, asker);
    }

    private void put(String session, String... names) {
        for (var name : names) {
            queue.send(List.of(inSession(session, name)));
        }
    }

    private static List<String> receive(MessageSource source, int max) {
        return source.receive(max, ReceiveMode.PEEK_LOCK).stream()
                .map(QueueTest::name)
                .toList();
    }

    private static void assertRefused(Reason reason, ThrowingCallable call, String text) {
        assertThatThrownBy(call)
                .hasMessageStartingWith(text)
                .isInstanceOfSatisfying(BrokerException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(reason));
    }

    /** A client, as the sessions see it. */
    private final class Asker implements SessionListener {

        private SessionReceiver accepted;
        private int timeouts;
        private int lost;

        SessionReceiver accept(String id) {
            return sessions.accept(id, this, this);
        }

        SessionReceiver acceptNext() {
            return acceptNext(TIMEOUT);
        }

        SessionReceiver acceptNext(Duration timeout) {
            accepted = null;
            sessions.acceptNext(timeout, this, this);
            return accepted;
        }

        @Override
        public void accepted(SessionReceiver receiver) {
            accepted = receiver;
        }

        @Override
        public void timedOut() {
            timeouts++;
        }

        @Override
        public void lockLost() {
            lost++;
        }
    }
}
