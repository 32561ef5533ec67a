package dev.sluice.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class DuplicateDetectionTest extends QueueTest {

    private static final Duration WINDOW = Duration.ofMinutes(1);

    @Test
    void aRepeatWithinTheWindowIsDroppedEvenAfterTheFirstIsGone() {
        var queue = queue(QueueOptions.named("q").duplicateDetectionWindow(WINDOW));
        send(queue, "a", "b", "a");
        assertThat(counts("q").active()).isEqualTo(2);
        queue.complete(receive(queue).lockToken());
        time.advance(WINDOW.minusMillis(1));
        send(queue, "a");
        assertThat(counts("q").active()).isEqualTo(1);
    }

    @Test
    void theWindowBeginsWithTheFirstAndNotWithTheLastRepeat() {
        var queue = queue(QueueOptions.named("q").duplicateDetectionWindow(WINDOW));
        send(queue, "a");
        time.advance(WINDOW.dividedBy(2));
        send(queue, "a");
        time.advance(WINDOW.dividedBy(2));
        send(queue, "a");
        assertThat(counts("q").active()).isEqualTo(2);
    }

    @Test
    void withoutAWindowOrAnIdNothingIsDropped() {
        var queue = queue(QueueOptions.named("q"), QueueOptions.named("window").duplicateDetectionWindow(WINDOW));
        send(queue, "a", "a");
        assertThat(counts("q").active()).isEqualTo(2);
        var anonymous = new NewMessage(new byte[] {1}, null, null, null, null);
        queue("window").send(List.of(anonymous, anonymous));
        assertThat(counts("window").active()).isEqualTo(2);
    }
}
