package dev.sluice.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PeekLockTest extends QueueTest {

    private final MessageQueue queue = queue(QueueOptions.named("q").lockDuration(LOCK));

    @Test
    void messagesComeInTheOrderOfTheirSequenceNumbers() {
        send(queue, "a", "b", "c");
        var deliveries = queue.receive(10, ReceiveMode.PEEK_LOCK);
        assertThat(deliveries).extracting(QueueTest::name).containsExactly("a", "b", "c");
        assertThat(deliveries)
                .extracting(delivery -> delivery.message().sequenceNumber())
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void aLockedMessageIsHiddenUntilItIsCompletedAndGone() {
        send(queue, "a");
        var delivery = receive(queue);
        assertEmpty(queue);
        assertThat(counts("q")).isEqualTo(new EntityCounts(0, 1, 0, 0, 0));
        queue.complete(delivery.lockToken());
        time.advance(LOCK.multipliedBy(2));
        assertEmpty(queue);
        assertThat(counts("q")).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
    }

    @Test
    void anExpiredLockMakesTheMessageReadyAgainWithOneMoreDeliveryAndANewToken() {
        send(queue, "a", "b");
        var first = receive(queue);
        assertThat(first.message().deliveryCount()).isZero();
        assertThat(first.lockedUntil()).isEqualTo(time.instant().plus(LOCK));
        time.advance(LOCK.minusMillis(1));
        assertThat(counts("q").locked()).isEqualTo(1);
        time.advance(Duration.ofMillis(1));
        assertThat(counts("q")).isEqualTo(new EntityCounts(2, 0, 0, 0, 0));

        var second = receive(queue);
        assertThat(name(second)).as("it returns to its place").isEqualTo("a");
        assertThat(second.message().deliveryCount()).isEqualTo(1);
        assertThat(second.lockToken()).isNotEqualTo(first.lockToken());
        assertLockLost(() -> queue.complete(first.lockToken()));
    }

    @Test
    void theTimerAloneWakesAConsumerWhenALockExpires() {
        send(queue, "a");
        receive(queue);
        int[] calls = {0};
        queue.await(() -> calls[0]++, 1);
        time.advance(LOCK);
        assertThat(calls[0]).isEqualTo(1);
    }

    @Test
    void aRefusedCallStillWakesWhoWaitsForWhatBecameReady() {
        var frozen = new Broker(time, (when, work) -> () -> {}, new TextMessages(), true);
        var queue = frozen.find("q").orElseThrow();
        send(queue, "a");
        var token = receive(queue).lockToken();
        int[] calls = {0};
        queue.await(() -> calls[0]++, 1);
        time.advance(Duration.ofSeconds(60));
        assertLockLost(() -> queue.complete(token));
        assertThat(calls[0]).isEqualTo(1);
    }

    @Test
    void aLockCanBeRenewedAsLongAsItIsHeld() {
        send(queue, "a", "b");
        var a = receive(queue);
        time.advance(LOCK.dividedBy(2));
        var b = receive(queue);
        assertThat(queue.renewLock(a.lockToken())).isEqualTo(time.instant().plus(LOCK));
        time.advance(LOCK.minusMillis(1));
        assertThat(counts("q").locked()).isEqualTo(2);
        queue.complete(a.lockToken());
        time.advance(Duration.ofMillis(1));
        assertLockLost(() -> queue.renewLock(b.lockToken()));
        assertLockLost(() -> queue.renewLock(UUID.randomUUID()));
    }

    @Test
    void aMessageCanBeSettledOnce() {
        send(queue, "a");
        var delivery = receive(queue);
        queue.abandon(delivery.lockToken(), Map.of());
        assertLockLost(() -> queue.complete(delivery.lockToken()));
        assertLockLost(() -> queue.abandon(delivery.lockToken(), Map.of()));
        assertLockLost(() -> queue.defer(delivery.lockToken(), Map.of()));
        assertLockLost(() -> queue.deadLetter(delivery.lockToken(), Map.of()));
        assertLockLost(() -> queue.release(delivery.lockToken()));
    }

    @Test
    void abandonCountsTheDeliveryAndKeepsChangedProperties() {
        send(queue, "a");
        queue.abandon(receive(queue).lockToken(), Map.of("try", 1, "by", "me"));
        var again = receive(queue);
        assertThat(again.message().deliveryCount()).isEqualTo(1);
        queue.abandon(again.lockToken(), Map.of("try", 2));
        assertThat(receive(queue).message().changedProperties()).isEqualTo(Map.of("try", 2, "by", "me"));
    }

    @Test
    void releaseDoesNotCountTheDelivery() {
        send(queue, "a");
        queue.release(receive(queue).lockToken());
        assertThat(receive(queue).message().deliveryCount()).isZero();
    }

    @Test
    void receiveAndDeleteLeavesNothingBehind() {
        send(queue, "a");
        var delivery = queue.receive(1, ReceiveMode.RECEIVE_AND_DELETE).get(0);
        assertThat(delivery.lockedUntil()).isNull();
        assertThat(counts("q")).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
        assertLockLost(() -> queue.complete(delivery.lockToken()));
    }

    private static void assertLockLost(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(BrokerException.class, refusal -> assertThat(refusal.reason())
                .isEqualTo(BrokerException.Reason.LOCK_LOST));
    }
}
