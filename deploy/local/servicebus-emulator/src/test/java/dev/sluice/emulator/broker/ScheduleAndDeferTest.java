package dev.sluice.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScheduleAndDeferTest extends QueueTest {

    private final MessageQueue queue = queue(QueueOptions.named("q"));

    @Test
    void aScheduledMessageIsEnqueuedAtItsTimeBehindWhatCameBefore() {
        var number = queue.send(List.of(scheduled("later", time.instant().plus(LOCK))))
                .get(0);
        send(queue, "now");
        assertThat(counts("q")).isEqualTo(new EntityCounts(1, 0, 0, 1, 0));
        int[] calls = {0};
        receive(queue);
        queue.await(() -> calls[0]++, 1);
        time.advance(LOCK.minusMillis(1));
        assertThat(calls[0]).isZero();
        time.advance(Duration.ofMillis(1));
        assertThat(calls[0]).isEqualTo(1);
        var due = queue.receive(2, ReceiveMode.PEEK_LOCK).stream()
                .filter(delivery -> name(delivery).equals("later"))
                .findFirst()
                .orElseThrow()
                .message();
        assertThat(due.sequenceNumber()).isGreaterThan(number);
        assertThat(due.enqueuedTime()).isEqualTo(time.instant());
    }

    @Test
    void aScheduledMessageCanBeTakenBackUntilItIsDue() {
        var numbers = queue.send(List.of(
                scheduled("a", time.instant().plus(LOCK)),
                scheduled("b", time.instant().plus(LOCK))));
        queue.cancelScheduled(List.of(numbers.get(0), numbers.get(0)));
        time.advance(LOCK);
        assertThat(name(receive(queue))).isEqualTo("b");
        assertThatThrownBy(() -> queue.cancelScheduled(numbers)).isInstanceOf(BrokerException.class);
    }

    @Test
    void aDeferredMessageIsReceivedByItsNumberOnly() {
        send(queue, "a");
        var delivery = receive(queue);
        queue.defer(delivery.lockToken(), Map.of("why", "early"));
        assertEmpty(queue);
        assertThat(counts("q")).isEqualTo(new EntityCounts(0, 0, 0, 0, 1));

        var number = List.of(delivery.message().sequenceNumber());
        var again = queue.receiveDeferred(number, ReceiveMode.PEEK_LOCK).get(0);
        assertThat(again.message().changedProperties()).isEqualTo(Map.of("why", "early"));
        assertThatThrownBy(() -> queue.receiveDeferred(number, ReceiveMode.PEEK_LOCK))
                .isInstanceOfSatisfying(BrokerException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(BrokerException.Reason.MESSAGE_NOT_FOUND));
        queue.abandon(again.lockToken(), Map.of());
        assertThat(counts("q").deferred()).as("abandoned, it is deferred still").isEqualTo(1);
        queue.complete(
                queue.receiveDeferred(number, ReceiveMode.PEEK_LOCK).get(0).lockToken());
        assertThat(counts("q")).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
    }

    @Test
    void peekShowsEveryStateInOrderAndTouchesNothing() {
        send(queue, "locked", "active");
        queue.send(List.of(scheduled("scheduled", time.instant().plus(LOCK))));
        receive(queue);
        var before = counts("q");
        assertThat(queue.peek(0, 10)).extracting(QueueTest::name).containsExactly("locked", "active", "scheduled");
        assertThat(queue.peek(2, 1)).extracting(QueueTest::name).containsExactly("active");
        assertThat(counts("q")).isEqualTo(before);
    }
}
