package dev.sluice.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.emulator.rules.BooleanFilter;
import dev.sluice.emulator.rules.Rule;
import dev.sluice.emulator.rules.SqlAction;
import dev.sluice.emulator.rules.SqlFilter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AutoForwardTest extends QueueTest {

    private static QueueOptions forwarding(String name, String target) {
        return QueueOptions.named(name).forwardTo(target);
    }

    private static TopicOptions topic(String name, SubscriptionOptions... subscriptions) {
        return new TopicOptions(QueueOptions.named(name), List.of(subscriptions));
    }

    @Test
    void whatIsSentArrivesInTheTarget() {
        var queue = queue(forwarding("q", "target"), QueueOptions.named("target"));
        send(queue("target"), "x");
        send(queue, "a");
        assertThat(counts("q")).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
        receive(queue("target"));
        var message = receive(queue("target")).message();
        assertThat(name(message)).isEqualTo("a");
        assertThat(message.sequenceNumber()).isEqualTo(2);
        assertThat(message.enqueuedSequenceNumber()).isEqualTo(1);
        assertThat(message.deadLetterSource()).isNull();
    }

    @Test
    void aScheduledMessageIsForwardedWhenItIsDue() {
        var queue = queue(forwarding("q", "target"), QueueOptions.named("target"));
        queue.send(List.of(scheduled("a", time.instant().plusSeconds(10))));
        assertThat(counts("q").scheduled()).isEqualTo(1);
        assertThat(counts("target").active()).isZero();
        time.advance(Duration.ofSeconds(10));
        assertThat(counts("target").active()).isEqualTo(1);
    }

    @Test
    void aChainOfFourHopsArrivesAndAFifthIsDeadLettered() {
        var sixth = forwarding("6", "5");
        queue(
                sixth,
                forwarding("5", "4"),
                forwarding("4", "3"),
                forwarding("3", "2"),
                forwarding("2", "1"),
                QueueOptions.named("1"));
        send(queue("5"), "near");
        send(queue("6"), "far");
        assertThat(name(receive(queue("1")))).isEqualTo("near");
        assertThat(counts("1")).isEqualTo(new EntityCounts(0, 1, 0, 0, 0));
        var dead = receive(queue("2/$DeadLetterQueue")).message();
        assertThat(name(dead)).isEqualTo("far");
        assertThat(dead.changedProperties())
                .containsEntry("DeadLetterReason", "MaxTransferHopCountExceeded")
                .containsEntry("DeadLetterErrorDescription", "Maximum transfer hop count is exceeded.");
    }

    @Test
    void aSubscriptionForwardsToATopicWhoseRulesSeeWhatTheActionMade() {
        var act = new Rule("act", BooleanFilter.TRUE, new SqlAction("SET area = 'north'"));
        broker.declare(
                List.of(QueueOptions.named("end")),
                List.of(
                        topic(
                                "first",
                                SubscriptionOptions.of(forwarding("s", "second"))
                                        .rule(act)),
                        topic(
                                "second",
                                SubscriptionOptions.named("south").rule(new Rule("r", new SqlFilter("area = 'south'"))),
                                SubscriptionOptions.of(forwarding("north", "end"))
                                        .rule(new Rule("r", new SqlFilter("area = 'north'"))))));
        send(queue("first"), "m");
        assertThat(counts("second/Subscriptions/south").active()).isZero();
        assertThat(receive(queue("end")).message().changedProperties())
                .isEqualTo(Map.of("area", "north", "RuleName", "act"));
        assertThat(counts("first/Subscriptions/s").active()).isZero();
    }

    @Test
    void theTargetsDuplicateDetectionAndTimeToLiveHold() {
        queue(
                forwarding("q", "target"),
                QueueOptions.named("target")
                        .duplicateDetectionWindow(Duration.ofMinutes(1))
                        .defaultTimeToLive(Duration.ofSeconds(5)));
        send(queue("q"), "a", "a");
        assertThat(counts("target").active()).isEqualTo(1);
        time.advance(Duration.ofSeconds(5));
        assertThat(counts("target").active()).isZero();
    }

    @Test
    void whatTheTargetRefusesIsDeadLetteredAtTheSource() {
        queue(
                forwarding("q", "target"),
                QueueOptions.named("target").maxSizeBytes(2).maxMessageSizeBytes(2));
        send(queue("q"), "a", "b", "c", "long");
        assertThat(counts("target").active()).isEqualTo(2);
        assertThat(counts("q")).isEqualTo(new EntityCounts(0, 0, 2, 0, 0));
        var full = receive(queue("q/$DeadLetterQueue")).message();
        assertThat(name(full)).isEqualTo("c");
        assertThat(full.changedProperties()).containsEntry("DeadLetterReason", "DestinationQuotaExceeded");
        assertThat(receive(queue("q/$DeadLetterQueue")).message().changedProperties())
                .containsEntry("DeadLetterReason", "DestinationRefused");
    }

    @Test
    void deadLettersOfASubscriptionAreForwardedUnderItsName() {
        broker.declare(
                List.of(QueueOptions.named("parked")),
                List.of(topic(
                        "t", SubscriptionOptions.of(QueueOptions.named("s").forwardDeadLetteredMessagesTo("parked")))));
        send(queue("t"), "m");
        queue("t/Subscriptions/s")
                .deadLetter(receive(queue("t/Subscriptions/s")).lockToken(), Map.of("DeadLetterReason", "bad"));
        var parked = receive(queue("parked")).message();
        assertThat(parked.deadLetterSource()).isEqualTo("t/Subscriptions/s");
        assertThat(parked.changedProperties()).containsEntry("DeadLetterReason", "bad");
    }

    @Test
    void deadLettersCanGoToATopic() {
        broker.declare(
                List.of(QueueOptions.named("q").forwardDeadLetteredMessagesTo("t")),
                List.of(topic("t", SubscriptionOptions.named("s"))));
        send(queue("q"), "m");
        queue("q").deadLetter(receive(queue("q")).lockToken(), Map.of());
        assertThat(receive(queue("t/Subscriptions/s")).message().deadLetterSource())
                .isEqualTo("q");
    }

    @Test
    void circlesAreRefusedHoweverTheyAreMade() {
        assertCircle(List.of(forwarding("a", "A")), List.of());
        assertCircle(List.of(forwarding("a", "b"), forwarding("b", "a")), List.of());
        assertCircle(
                List.of(forwarding("a", "b"), QueueOptions.named("b").forwardDeadLetteredMessagesTo("a")), List.of());
        assertCircle(List.of(), List.of(topic("t", SubscriptionOptions.of(forwarding("s", "t")))));
        assertCircle(
                List.of(),
                List.of(topic(
                        "t", SubscriptionOptions.of(QueueOptions.named("s").forwardDeadLetteredMessagesTo("t")))));
        assertCircle(List.of(forwarding("q", "t")), List.of(topic("t", SubscriptionOptions.of(forwarding("s", "q")))));
        assertThat(broker.paths()).as("nothing of it is left").isEmpty();
    }

    private void assertCircle(List<QueueOptions> queues, List<TopicOptions> topics) {
        assertThatThrownBy(() -> broker.declare(queues, topics))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("circle");
    }

    @Test
    void twoWaysToOneTargetAreNoCircle() {
        broker.declare(
                List.of(QueueOptions.named("end"), forwarding("q", "end").forwardDeadLetteredMessagesTo("end")),
                List.of(topic(
                        "t",
                        SubscriptionOptions.of(forwarding("a", "end")),
                        SubscriptionOptions.of(forwarding("b", "q")))));
        send(queue("t"), "m");
        assertThat(counts("end").active()).isEqualTo(2);
    }

    @Test
    void theTargetMustBeAQueueOrATopic() {
        assertThatThrownBy(() -> queue(forwarding("q", "nowhere")))
                .hasMessage("queue 'q' forwards messages to 'nowhere', which is not declared");
        assertThatThrownBy(() -> broker.declare(
                        List.of(forwarding("q", "t/Subscriptions/s")),
                        List.of(topic("t", SubscriptionOptions.named("s")))))
                .hasMessageContaining("a subscription; it must be a queue or a topic");
        assertThatThrownBy(() -> TopicOptions.of(forwarding("t", "q"))).hasMessageContaining("a topic itself has none");
    }

    @Test
    @Timeout(60)
    void sendersAndSettlersOnEveryEndOfAChainNeverWaitForEachOther() throws Exception {
        broker.declare(
                List.of(QueueOptions.named("end"), forwarding("q", "t")),
                List.of(topic(
                        "t",
                        SubscriptionOptions.of(QueueOptions.named("keep").forwardDeadLetteredMessagesTo("end")),
                        SubscriptionOptions.of(forwarding("pass", "end")))));
        var workers = Executors.newFixedThreadPool(4);
        var done = new CountDownLatch(4);
        List<Runnable> works = List.of(
                () -> send(queue("q"), "m"),
                () -> send(queue("t"), "m"),
                () -> queue("t/Subscriptions/keep")
                        .receive(1, ReceiveMode.PEEK_LOCK)
                        .forEach(got -> queue("t/Subscriptions/keep").deadLetter(got.lockToken(), Map.of())),
                () -> queue("end").receive(1, ReceiveMode.RECEIVE_AND_DELETE));
        for (var work : works) {
            workers.execute(() -> {
                for (int i = 0; i < 5_000; i++) {
                    work.run();
                }
                done.countDown();
            });
        }
        try {
            assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
        } finally {
            workers.shutdownNow();
        }
    }
}
