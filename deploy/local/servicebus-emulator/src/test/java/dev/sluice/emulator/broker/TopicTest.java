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
import org.junit.jupiter.api.Test;

class TopicTest extends QueueTest {

    private static final String A = "t/Subscriptions/a";
    private static final String B = "t/Subscriptions/b";

    private static SubscriptionOptions selecting(String name, String filter) {
        return SubscriptionOptions.named(name).rule(new Rule("r", new SqlFilter(filter)));
    }

    private List<String> names(String path) {
        return queue(path).peek(0, 100).stream().map(QueueTest::name).toList();
    }

    @Test
    void eachSubscriptionGetsTheMessagesThatItsRulesSelect() {
        var topic = topic(TopicOptions.named("t")
                .subscription(SubscriptionOptions.named("a"))
                .subscription(selecting("b", "sys.Label LIKE 'x%'")));
        send(topic, "x1", "y", "x2");
        assertThat(names(A)).containsExactly("x1", "y", "x2");
        assertThat(names(B)).containsExactly("x1", "x2");
        assertThat(counts("t")).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
        assertThat(broker.rules(A).orElseThrow().list()).containsExactly(Rule.matchingAll());
    }

    @Test
    void theCopiesShareTheirBytesAndNothingElse() {
        var topic = topic(TopicOptions.named("t")
                .subscription(SubscriptionOptions.named("a"))
                .subscription(SubscriptionOptions.named("b")));
        send(topic, "m");
        var a = receive(queue(A));
        var b = receive(queue(B));
        assertThat(a.message().content().encoded())
                .isSameAs(b.message().content().encoded());
        queue(A).complete(a.lockToken());
        queue(B).abandon(b.lockToken(), Map.of("k", 1));
        assertThat(counts(A).active()).isZero();
        assertThat(receive(queue(B)).message().deliveryCount()).isEqualTo(1);
    }

    @Test
    void aSubscriptionNumbersItsMessagesAndRemembersTheTopicsNumber() {
        var topic = topic(TopicOptions.named("t").subscription(selecting("b", "sys.Label = 'x'")));
        send(topic, "y", "y", "x");
        var message = receive(queue(B)).message();
        assertThat(message.sequenceNumber()).isEqualTo(1);
        assertThat(message.enqueuedSequenceNumber()).isEqualTo(3);
    }

    @Test
    void rulesWithoutActionMakeOneCopyAndEachWithAnActionMakesItsOwn() {
        var topic = topic(TopicOptions.named("t")
                .subscription(SubscriptionOptions.named("a")
                        .rule(new Rule("one", BooleanFilter.TRUE))
                        .rule(new Rule("act1", BooleanFilter.TRUE, new SqlAction("SET k = 1")))
                        .rule(new Rule("two", new SqlFilter("1=1")))
                        .rule(new Rule("act2", BooleanFilter.TRUE, new SqlAction("SET sys.Label = 'new'; SET k = 2")))
                        .rule(new Rule("three", BooleanFilter.TRUE))
                        .rule(new Rule("never", BooleanFilter.FALSE, new SqlAction("SET k = 3")))));
        send(topic, "m");
        var copies = queue(A).peek(0, 10);
        assertThat(copies).extracting(QueueTest::name).containsExactly("m", "m", "new");
        assertThat(copies.get(0).changedProperties()).isEmpty();
        assertThat(copies.get(1).changedProperties()).isEqualTo(Map.of("k", 1L, "RuleName", "act1"));
        assertThat(copies.get(1).content().encoded())
                .as("setting a property copies no body")
                .isSameAs(copies.get(0).content().encoded());
        assertThat(copies.get(2).changedProperties()).containsEntry("RuleName", "act2");
        assertThat(copies).extracting(QueuedMessage::sequenceNumber).containsExactly(1L, 2L, 3L);
    }

    @Test
    void rulesComeAndGoWhileMessagesFlow() {
        var topic = topic(TopicOptions.named("t").subscription(SubscriptionOptions.named("a")));
        var rules = broker.rules("T/subscriptions/A").orElseThrow();
        rules.remove("$default");
        send(topic, "nobody");
        rules.add(new Rule("x", new SqlFilter("sys.Label = 'x'")));
        send(topic, "x", "y");
        assertThat(names(A)).containsExactly("x");
        assertThatThrownBy(() -> rules.add(new Rule("X", BooleanFilter.TRUE)))
                .isInstanceOfSatisfying(BrokerException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(BrokerException.Reason.ENTITY_EXISTS))
                .hasMessageContaining("already exists");
        assertThatThrownBy(() -> rules.remove("gone"))
                .isInstanceOfSatisfying(BrokerException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(BrokerException.Reason.ENTITY_NOT_FOUND))
                .hasMessageContaining("could not be found");
        assertThat(broker.rules("t")).isEmpty();
    }

    @Test
    void aMessageThatARuleCanNotBeAppliedToIsDeadLetteredOrNotSelected() {
        var failing = new Rule("bad", new SqlFilter("sys.Nonsense = 1"));
        var topic = topic(TopicOptions.named("t")
                .subscription(SubscriptionOptions.named("a").rule(failing).rule(Rule.matchingAll()))
                .subscription(
                        SubscriptionOptions.named("b").rule(failing).deadLetteringOnFilterEvaluationExceptions(false)));
        send(topic, "m", "n");
        assertThat(counts(A)).isEqualTo(new EntityCounts(2, 0, 2, 0, 0));
        assertThat(counts(B)).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
        assertThat(receive(queue(A + "/$DeadLetterQueue")).message().changedProperties())
                .containsEntry("DeadLetterReason", "FilterEvaluationException")
                .containsEntry(
                        "DeadLetterErrorDescription",
                        "Rule 'bad': There is no system property with the name 'Nonsense'.");
    }

    @Test
    void deadLettersByARuleNeverOverwriteOthers() {
        var topic = topic(TopicOptions.named("t")
                .subscription(SubscriptionOptions.named("a")
                        .rule(new Rule("some", new SqlFilter("sys.Label = 'ok'")))
                        .rule(new Rule("bad", new SqlFilter("sys.Label = 'bad' AND sys.Nonsense = 1")))));
        send(topic, "bad", "ok", "ok");
        for (int i = 0; i < 2; i++) {
            queue(A).deadLetter(receive(queue(A)).lockToken(), Map.of());
        }
        assertThat(names(A + "/$DeadLetterQueue")).containsExactlyInAnyOrder("bad", "ok", "ok");
        assertThat(counts(A).deadLettered()).isEqualTo(3);
    }

    @Test
    void aTopicSchedulesCancelsAndKnowsDuplicates() {
        var topic = topic(TopicOptions.of(QueueOptions.named("t").duplicateDetectionWindow(Duration.ofMinutes(1)))
                .subscription(SubscriptionOptions.named("a")));
        send(topic, "m", "m");
        assertThat(names(A)).containsExactly("m");
        var due = time.instant().plusSeconds(30);
        topic.send(List.of(scheduled("s", due)));
        topic.cancelScheduled(topic.send(List.of(scheduled("cancelled", due))));
        assertThat(counts("t").scheduled()).isEqualTo(1);
        time.advance(Duration.ofSeconds(30));
        assertThat(names(A)).containsExactly("m", "s");
        assertThat(queue(A).peek(0, 9).get(1).enqueuedTime()).isEqualTo(due);
    }

    @Test
    void theShortestTimeToLiveOfMessageTopicAndSubscriptionHolds() {
        var topic = topic(TopicOptions.of(QueueOptions.named("t").defaultTimeToLive(Duration.ofSeconds(20)))
                .subscription(SubscriptionOptions.of(QueueOptions.named("a")
                        .defaultTimeToLive(Duration.ofSeconds(10))
                        .deadLetteringOnMessageExpiration(true)))
                .subscription(SubscriptionOptions.named("b")));
        send(topic, "m");
        topic.send(List.of(message("short", Duration.ofSeconds(5))));
        time.advance(Duration.ofSeconds(5));
        assertThat(names(B)).containsExactly("m");
        time.advance(Duration.ofSeconds(5));
        assertThat(counts(A)).isEqualTo(new EntityCounts(0, 0, 2, 0, 0));
        assertThat(names(B)).containsExactly("m");
        time.advance(Duration.ofSeconds(10));
        assertThat(names(B)).isEmpty();
    }

    @Test
    void whatSubscriptionsHoldCountsAsTheTopics() {
        var topic = topic(TopicOptions.of(QueueOptions.named("t").maxSizeBytes(3))
                .subscription(SubscriptionOptions.named("a"))
                .subscription(SubscriptionOptions.named("b")));
        send(topic, "1");
        send(topic, "2");
        assertThatThrownBy(() -> send(topic, "3"))
                .hasMessageContaining("exceeded for Topic: 't'. Size of entity in bytes:4");
        queue(A).complete(receive(queue(A)).lockToken());
        queue(A).complete(receive(queue(A)).lockToken());
        send(topic, "3");
        assertThat(counts(B).active()).isEqualTo(3);
    }

    @Test
    void whoWaitsAtASubscriptionIsWoken() {
        var topic = topic(TopicOptions.named("t").subscription(SubscriptionOptions.named("a")));
        int[] calls = {0};
        queue(A).await(() -> calls[0]++, 1);
        send(topic, "m");
        assertThat(calls[0]).isEqualTo(1);
    }

    @Test
    void nobodySendsToASubscriptionOrADeadLetterQueue() {
        topic(TopicOptions.named("t").subscription(SubscriptionOptions.named("a")));
        for (var path : List.of(A, A + "/$DeadLetterQueue", A + "/$Transfer/$DeadLetterQueue")) {
            assertThatThrownBy(() -> send(queue(path), "m"))
                    .isInstanceOfSatisfying(BrokerException.class, refusal -> assertThat(refusal.reason())
                            .isEqualTo(BrokerException.Reason.NOT_ALLOWED));
        }
    }

    @Test
    void pathsSayWhatIsMeant() {
        topic(TopicOptions.named("T").subscription(SubscriptionOptions.named("A")));
        assertThat(queue("t/SUBSCRIPTIONS/a")).isSameAs(queue("T/Subscriptions/A"));
        assertThat(queue("t/subscriptions/a").path()).isEqualTo("T/Subscriptions/A");
        assertThat(queue("t/subscriptions/a/$transfer/$deadletterqueue").path())
                .isEqualTo("T/Subscriptions/A/$Transfer/$DeadLetterQueue");
        assertThat(counts("t/subscriptions/a/$transfer/$deadletterqueue").active())
                .isZero();
        assertThat(broker.find("t/$DeadLetterQueue"))
                .as("a topic keeps nothing")
                .isEmpty();
        assertThat(broker.find("t/subscriptions/b")).isEmpty();
        assertThat(broker.paths()).containsExactly("T", "T/Subscriptions/A");
        assertThat(broker.type("t")).contains(EntityType.TOPIC);
        assertThat(broker.type("t/subscriptions/a")).contains(EntityType.SUBSCRIPTION);
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        assertThatThrownBy(() -> topic(TopicOptions.named("t")
                        .subscription(SubscriptionOptions.named("a"))
                        .subscription(SubscriptionOptions.named("A"))))
                .hasMessageContaining("topic 't' needs subscriptions with names that differ");
        assertThatThrownBy(() ->
                        SubscriptionOptions.named("a").rule(Rule.matchingAll()).rule(Rule.matchingAll()))
                .hasMessageContaining("subscription 'a' needs rules with names that differ");
        assertThatThrownBy(() -> topic(TopicOptions.named("t").subscription(SubscriptionOptions.named("x/y"))))
                .hasMessageContaining("not a name that Service Bus allows for a subscription");
        assertThatThrownBy(() -> queue(QueueOptions.named("t/subscriptions/a")))
                .hasMessageContaining("not a name that Service Bus allows for a queue or a topic");
        assertThatThrownBy(() -> broker.declare(List.of(QueueOptions.named("t")), List.of(TopicOptions.named("T"))))
                .hasMessage("topic 'T' is declared twice");
        assertThat(broker.paths()).as("what was refused is not there").isEmpty();
    }

    @Test
    void autoCreateMakesTopicsAndSubscriptionsWhenTheyAreFirstAddressed() {
        var creating = new Broker(time, time, new TextMessages(), true);
        assertThat(creating.find("t/Subscriptions/a/$DeadLetterQueue")).isPresent();
        assertThat(creating.type("t")).contains(EntityType.TOPIC);
        send(creating.find("t").orElseThrow(), "m");
        assertThat(creating.counts("t/Subscriptions/a").orElseThrow().active()).isEqualTo(1);
        assertThat(creating.find("t/Subscriptions/no good")).isEmpty();
        assertThat(creating.find("x y/Subscriptions/a")).isEmpty();
        assertThat(creating.paths()).containsExactly("t", "t/Subscriptions/a");
    }

    @Test
    void aQueueThatWasMadeForASenderBecomesATopicWithTheFirstSubscriptionAndLosesNothing() {
        var creating = new Broker(time, time, new TextMessages(), true);
        var sender = creating.find("t").orElseThrow();
        send(sender, "early");
        sender.send(List.of(scheduled("later", time.instant().plusSeconds(5))));
        var subscription = creating.find("t/Subscriptions/a").orElseThrow();
        assertThat(creating.find("t")).containsSame(sender);
        assertThat(creating.type("t")).contains(EntityType.TOPIC);
        creating.find("t/Subscriptions/b");
        send(sender, "now");
        time.advance(Duration.ofSeconds(5));
        assertThat(subscription.peek(0, 9)).extracting(QueueTest::name).containsExactly("early", "now", "later");
        assertThat(creating.counts("t/Subscriptions/b").orElseThrow().active()).isEqualTo(2);
    }

    @Test
    void aQueueThatWasAskedForByNameStaysOne() {
        var creating = new Broker(time, time, new TextMessages(), true);
        creating.declare(List.of(QueueOptions.named("q")));
        assertThat(creating.find("q/Subscriptions/a")).isEmpty();
        assertThat(creating.type("q")).contains(EntityType.QUEUE);
    }
}
