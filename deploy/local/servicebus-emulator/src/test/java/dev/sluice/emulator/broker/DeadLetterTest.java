package dev.sluice.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeadLetterTest extends QueueTest {

    private static final String SUBQUEUE = "q/$DeadLetterQueue";

    @Test
    void theMaxDeliveryCountIsTheNumberOfDeliveriesThatMayFail() {
        var queue = queue(QueueOptions.named("q").maxDeliveryCount(3).lockDuration(LOCK));
        send(queue, "a");
        queue.abandon(receive(queue).lockToken(), Map.of());
        receive(queue);
        time.advance(LOCK);
        assertThat(counts("q")).isEqualTo(new EntityCounts(1, 0, 0, 0, 0));
        queue.abandon(receive(queue).lockToken(), Map.of());

        assertThat(counts("q")).isEqualTo(new EntityCounts(0, 0, 1, 0, 0));
        var dead = receive(queue(SUBQUEUE)).message();
        assertThat(dead.changedProperties())
                .containsEntry("DeadLetterReason", "MaxDeliveryCountExceeded")
                .containsEntry(
                        "DeadLetterErrorDescription", "Message could not be consumed after 3 delivery attempts.");
        assertThat(dead.deliveryCount()).isEqualTo(3);
        assertThat(dead.deadLetterSource()).isNull();
    }

    @Test
    void aDeadLetterKeepsItsNumberAndGetsTheGivenProperties() {
        var queue = queue(QueueOptions.named("q"));
        send(queue, "a", "b");
        queue.complete(receive(queue).lockToken());
        queue.deadLetter(receive(queue).lockToken(), Map.of("DeadLetterReason", "bad", "more", 1));
        var dead = receive(queue(SUBQUEUE)).message();
        assertThat(name(dead)).isEqualTo("b");
        assertThat(dead.sequenceNumber()).isEqualTo(2);
        assertThat(dead.changedProperties()).isEqualTo(Map.of("DeadLetterReason", "bad", "more", 1));
    }

    @Test
    void inTheSubqueueNothingFailsTooOftenAndNothingIsDeadLetteredAgain() {
        var queue = queue(QueueOptions.named("q").maxDeliveryCount(1));
        send(queue, "a");
        queue.abandon(receive(queue).lockToken(), Map.of());
        var subqueue = queue(SUBQUEUE);
        for (int i = 0; i < 5; i++) {
            subqueue.abandon(receive(subqueue).lockToken(), Map.of());
        }
        var token = receive(subqueue).lockToken();
        assertThatThrownBy(() -> subqueue.deadLetter(token, Map.of()))
                .hasMessageContaining("can't be dead-lettered again");
        subqueue.complete(token);
        assertThat(counts("q").deadLettered()).isZero();
    }

    @Test
    void forwardedDeadLettersArriveInTheOtherQueueNamedAfterTheirSource() {
        var queue =
                queue(QueueOptions.named("q").forwardDeadLetteredMessagesTo("parked"), QueueOptions.named("parked"));
        send(queue("parked"), "x");
        send(queue, "a");
        queue.abandon(receive(queue).lockToken(), Map.of());
        queue.deadLetter(receive(queue).lockToken(), Map.of("DeadLetterReason", "bad"));

        assertThat(counts("q")).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
        assertThat(counts("parked").active()).isEqualTo(2);
        receive(queue("parked"));
        var parked = receive(queue("parked")).message();
        assertThat(name(parked)).isEqualTo("a");
        assertThat(parked.deadLetterSource()).isEqualTo("q");
        assertThat(parked.sequenceNumber()).isEqualTo(2);
        assertThat(parked.enqueuedSequenceNumber()).isEqualTo(1);
        assertThat(parked.deliveryCount()).isZero();
        assertThat(parked.changedProperties()).containsEntry("DeadLetterReason", "bad");
    }

    @Test
    void aForwardedDeadLetterWakesWhoWaitsThere() {
        var queue =
                queue(QueueOptions.named("q").forwardDeadLetteredMessagesTo("parked"), QueueOptions.named("parked"));
        int[] calls = {0};
        queue("parked").await(() -> calls[0]++, 1);
        send(queue, "a");
        queue.deadLetter(receive(queue).lockToken(), Map.of());
        assertThat(calls[0]).isEqualTo(1);
    }

    @Test
    void forwardingToNowhereOrInACircleIsRefused() {
        assertThatThrownBy(() -> queue(QueueOptions.named("lost").forwardDeadLetteredMessagesTo("nowhere")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'nowhere', which is not declared");
        assertThatThrownBy(() -> queue(
                        QueueOptions.named("a").forwardDeadLetteredMessagesTo("b"),
                        QueueOptions.named("b").forwardDeadLetteredMessagesTo("A")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("circle");
    }

    @Test
    void anExpiredMessageIsDeadLetteredOnlyWhereThatIsConfigured() {
        var kept =
                queue(QueueOptions.named("q").deadLetteringOnMessageExpiration(true), QueueOptions.named("dropping"));
        kept.send(List.of(message("a", Duration.ofSeconds(5))));
        queue("dropping").send(List.of(message("a", Duration.ofSeconds(5))));
        time.advance(Duration.ofSeconds(5));
        assertThat(counts("q")).isEqualTo(new EntityCounts(0, 0, 1, 0, 0));
        assertThat(counts("dropping")).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
        assertThat(receive(queue(SUBQUEUE)).message().changedProperties())
                .containsEntry("DeadLetterReason", "TTLExpiredException");
    }
}
