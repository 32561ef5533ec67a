package dev.sluice.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimeToLiveTest extends QueueTest {

    private static final Duration TEN = Duration.ofSeconds(10);

    @Test
    void theShorterOfMessageAndQueueDecides() {
        var queue = queue(QueueOptions.named("q").defaultTimeToLive(TEN));
        queue.send(List.of(
                message("short", Duration.ofSeconds(3)), message("long", Duration.ofDays(1)), message("none", null)));
        assertThat(queue.peek(0, 10))
                .extracting(QueuedMessage::timeToLive)
                .containsExactly(Duration.ofSeconds(3), TEN, TEN);
        time.advance(Duration.ofSeconds(3));
        assertThat(counts("q").active()).isEqualTo(2);
        time.advance(Duration.ofSeconds(7));
        assertThat(counts("q").active()).isZero();
    }

    @Test
    void withoutATimeToLiveAMessageStays() {
        var queue = queue(QueueOptions.named("q"));
        send(queue, "a");
        time.advance(Duration.ofDays(10_000));
        assertThat(receive(queue).message().expiresAt()).isNull();
    }

    @Test
    void aLockedMessageDoesNotExpireUnderItsConsumer() {
        var queue = queue(QueueOptions.named("q").defaultTimeToLive(TEN).lockDuration(LOCK));
        send(queue, "a", "b");
        var a = receive(queue);
        var b = receive(queue);
        time.advance(TEN.multipliedBy(2));
        queue.complete(a.lockToken());
        queue.abandon(b.lockToken(), Map.of());
        assertEmpty(queue);
        assertThat(counts("q")).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
    }

    @Test
    void whatIsTakenOutIsNotRememberedForItsExpiry() {
        var contents = new QueueContents(null);
        contents.add(QueuedMessage.accepted(message("a", null), 1, time.instant(), TEN, false));
        contents.add(QueuedMessage.accepted(message("b", null), 2, time.instant(), TEN, false));
        contents.pollActive();
        contents.remove(MessageState.ACTIVE, 2);
        assertThat(contents.nextExpiry()).isNull();
    }

    @Test
    void deferredMessagesExpireToo() {
        var queue = queue(QueueOptions.named("q").defaultTimeToLive(TEN));
        send(queue, "a");
        queue.defer(receive(queue).lockToken(), Map.of());
        time.advance(TEN);
        assertThat(counts("q").deferred()).isZero();
    }

    @Test
    void aScheduledMessageLivesFromTheTimeItIsEnqueued() {
        var queue = queue(QueueOptions.named("q").defaultTimeToLive(TEN));
        queue.send(List.of(scheduled("a", time.instant().plus(LOCK))));
        time.advance(LOCK);
        assertThat(counts("q")).isEqualTo(new EntityCounts(1, 0, 0, 0, 0));
        time.advance(TEN);
        assertThat(counts("q")).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
    }
}
