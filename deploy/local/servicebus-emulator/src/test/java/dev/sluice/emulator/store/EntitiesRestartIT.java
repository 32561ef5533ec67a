package dev.sluice.emulator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.emulator.broker.EntityStatus;
import dev.sluice.emulator.broker.EntityType;
import dev.sluice.emulator.broker.NewMessage;
import dev.sluice.emulator.broker.Outcome;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.emulator.broker.ReceiveMode;
import dev.sluice.emulator.broker.SessionListener;
import dev.sluice.emulator.broker.SessionReceiver;
import dev.sluice.emulator.broker.SubscriptionOptions;
import dev.sluice.emulator.broker.TopicOptions;
import dev.sluice.emulator.rules.BooleanFilter;
import dev.sluice.emulator.rules.CorrelationFilter;
import dev.sluice.emulator.rules.Rule;
import dev.sluice.emulator.rules.SqlAction;
import dev.sluice.emulator.rules.SqlFilter;
import dev.sluice.emulator.rules.SystemProperty;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.api.Test;

/** Sessions, topics, rules, forwarding, transactions and resets across a restart. */
class EntitiesRestartIT extends StoreTest {

    private static final String A = "t/Subscriptions/a";
    private static final String B = "t/Subscriptions/b";
    private static final TopicOptions TOPIC = TopicOptions.named("t")
            .subscription(SubscriptionOptions.named("a"))
            .subscription(SubscriptionOptions.named("b"));

    @Test
    void sessionsComeBackWithTheirMessagesAndStates() throws Exception {
        var options = QueueOptions.named("s").requiresSession(true);
        open(data(), options);
        queue("s").send(List.of(inSession("1", "x"), inSession("2", "y"), inSession("3", "x")));
        var locked = accept("x");
        assertThat(locked.receive(1, ReceiveMode.PEEK_LOCK)).hasSize(1);
        queue("s").sessions().setState("x", bytes("state"), this);
        accept("y");
        queue("s").sessions().setState("y", bytes("gone"), this);
        queue("s").sessions().setState("y", null, this);
        accept("empty");
        queue("s").sessions().setState("empty", new byte[0], this);
        now = now.plusSeconds(5);
        open(killed(), options);
        var sessions = queue("s").sessions();
        assertThat(sessions.ids(null, 0, 9)).containsExactly("empty", "x", "y");
        assertThat(sessions.ids(now.minusSeconds(5), 0, 9)).containsExactly("empty", "x");
        assertThat(sessions.ids(now, 0, 9)).isEmpty();
        assertThat(sessions.state("x")).isEqualTo(bytes("state"));
        assertThat(sessions.state("y")).isNull();
        assertThat(sessions.state("empty")).isEmpty();
        var deliveries = accept("x").receive(9, ReceiveMode.PEEK_LOCK);
        assertThat(deliveries).extracting(delivery -> body(delivery.message())).containsExactly("1", "3");
        assertThat(queue("s").peek(0, 9, "y")).extracting(StoreTest::body).containsExactly("2");
    }

    @Test
    void whatWaitedOutsideOfSessionsIsGivenUpWhereTheyAreNowRequired() throws Exception {
        open(data(), QueueOptions.named("s"));
        send("s", "stray");
        open(killed(), QueueOptions.named("s").requiresSession(true));
        assertThat(bodies("s")).isEmpty();
        assertThat(bodies("s/$DeadLetterQueue")).containsExactly("stray");
    }

    @Test
    void copiesOfATopicShareOneBodyAndComeBackWhereTheyWere() throws Exception {
        open(data(), List.of(), List.of(TOPIC));
        send("t", "m");
        kept();
        store.close();
        assertThat(ClosedStore.bodies(data())).as("bodies for two copies").isEqualTo(1);
        open(data(), List.of(), List.of(TOPIC));
        complete(A);
        kept();
        assertThat(bodies(A)).isEmpty();
        assertThat(bodies(B)).containsExactly("m");
        store.close();
        open(data(), List.of(), List.of(TOPIC));
        complete(B);
        store.close();
        assertThat(ClosedStore.bodies(data())).isZero();
    }

    @Test
    void whatIsScheduledToATopicReachesAllSubscriptionsAfterTheRestart() throws Exception {
        open(data(), List.of(), List.of(TOPIC));
        queue("t").send(List.of(new NewMessage(bytes("later"), "id", null, null, now.plusSeconds(60))));
        var killed = killed();
        now = now.plusSeconds(61);
        open(killed, List.of(), List.of(TOPIC));
        assertThat(bodies(A)).containsExactly("later");
        assertThat(bodies(B)).containsExactly("later");
        open(killed(), List.of(), List.of(TOPIC));
        assertThat(bodies(A)).containsExactly("later");
        assertThat(broker.counts("t").orElseThrow().scheduled()).isZero();
    }

    @Test
    void topicsThatCameByThemselvesComeBackAsTopics() throws Exception {
        autoCreate = true;
        open(data());
        queue(A);
        queue(B);
        queue("t").send(List.of(new NewMessage(bytes("later"), "id", null, null, now.plusSeconds(60))));
        send("t", "now");
        broker.rules(B).orElseThrow().remove(Rule.DEFAULT_NAME);
        var killed = killed();
        now = now.plusSeconds(61);
        open(killed);
        assertThat(broker.restore()).isEmpty();
        assertThat(broker.type("t")).contains(EntityType.TOPIC);
        assertThat(bodies(A)).containsExactly("now", "later");
        assertThat(bodies(B)).containsExactly("now");
    }

    @Test
    void rulesThatWereChangedAtRunTimeHoldUntilOthersAreDeclared() throws Exception {
        open(data(), List.of(), List.of(TOPIC));
        var rules = broker.rules(A).orElseThrow();
        var sql =
                new Rule("sql", new SqlFilter("size > @size", Map.of("@size", 7L)), new SqlAction("SET color = 'red'"));
        var correlation = new Rule(
                "correlation", new CorrelationFilter(Map.of(SystemProperty.LABEL, "l"), Map.of("n", 1, "text", "ä")));
        rules.remove(Rule.DEFAULT_NAME);
        rules.add(sql);
        rules.add(correlation);
        rules.add(new Rule("false", BooleanFilter.FALSE));
        open(killed(), List.of(), List.of(TOPIC));
        var restored = broker.rules(A).orElseThrow().list();
        assertThat(restored).extracting(Rule::name).containsExactly("sql", "correlation", "false");
        var filter = (SqlFilter) restored.get(0).filter();
        assertThat(filter.expression()).isEqualTo("size > @size");
        assertThat(filter.parameters()).containsEntry("@size", 7L);
        assertThat(restored.get(0).action().expression()).isEqualTo("SET color = 'red'");
        assertThat(restored.get(1)).isEqualTo(correlation);
        assertThat(restored.get(2).filter()).isEqualTo(BooleanFilter.FALSE);
        assertThat(broker.rules(B).orElseThrow().list()).containsExactly(Rule.matchingAll());
        var other = new Rule("declared", new SqlFilter("1 = 1"));
        open(
                killed(),
                List.of(),
                List.of(TopicOptions.named("t")
                        .subscription(SubscriptionOptions.named("a").rule(other))));
        assertThat(broker.rules(A).orElseThrow().list()).containsExactly(other);
    }

    @Test
    void aDuplicateIsKnownWhenItIsForwardedAfterTheRestart() throws Exception {
        var options = new QueueOptions[] {
            QueueOptions.named("from").forwardTo("to"),
            QueueOptions.named("to").duplicateDetectionWindow(Duration.ofHours(1))
        };
        open(data(), options);
        var message = Message.Factory.create();
        message.setMessageId("id");
        message.setBody(new AmqpValue("body"));
        var encoded = new byte[200];
        encoded = Arrays.copyOf(encoded, message.encode(encoded, 0, encoded.length));
        queue("from").send(List.of(new NewMessage(encoded, "id", null, null, now.plusSeconds(60))));
        queue("to").send(List.of(new NewMessage(bytes("first"), "id", null, null, null)));
        var killed = killed();
        now = now.plusSeconds(61);
        open(killed, options);
        assertThat(bodies("to")).containsExactly("first");
        assertThat(bodies("from")).isEmpty();
    }

    @Test
    void aTransactionIsThereAsAWholeOrNotAtAll() throws Exception {
        var options = new QueueOptions[] {QueueOptions.named("in"), QueueOptions.named("out")};
        open(data(), options);
        send("in", "1", "2");
        var committed = broker.begin();
        committed.settle(queue("in"), receive("in").lockToken(), Outcome.COMPLETED);
        committed.send(queue("out"), List.of(message("result 1")));
        var open = broker.begin();
        open.settle(queue("in"), receive("in").lockToken(), Outcome.COMPLETED);
        open.send(queue("out"), List.of(message("result 2")));
        var uncommitted = killed();
        long before = store.mark();
        broker.commit(committed);
        assertThat(store.mark()).as("one entry").isEqualTo(before + 1);
        var killed = killed();
        open(uncommitted, options);
        assertThat(bodies("in")).containsExactly("1", "2");
        assertThat(bodies("out")).isEmpty();
        open(killed, options);
        assertThat(bodies("in")).containsExactly("2");
        assertThat(bodies("out")).containsExactly("result 1");
        send("out", "next");
        assertThat(queue("out").peek(0, 9).get(1).sequenceNumber())
                .as("the number of the uncommitted one may be lost, and is not used twice")
                .isGreaterThan(queue("out").peek(0, 9).get(0).sequenceNumber());
    }

    @Test
    void aCommitOverManyQueuesIsOneEntryOfTheStore() {
        var options = IntStream.range(0, 20)
                .mapToObj(i -> QueueOptions.named("q" + i))
                .toArray(QueueOptions[]::new);
        open(data(), options);
        for (int i = 0; i < 50; i++) {
            var transaction = broker.begin();
            for (var queue : options) {
                transaction.send(queue(queue.name()), List.of(message("m")));
            }
            kept();
            long before = store.mark();
            broker.commit(transaction);
            assertThat(store.mark()).isEqualTo(before + 1);
        }
    }

    @Test
    void aStatusHoldsUntilItIsChanged() throws Exception {
        open(data(), List.of(QueueOptions.named("q"), QueueOptions.named("other")), List.of(TOPIC));
        assertThat(broker.status("q", EntityStatus.SEND_DISABLED)).isTrue();
        assertThat(broker.status(A, EntityStatus.DISABLED)).isTrue();
        open(killed(), List.of(QueueOptions.named("q"), QueueOptions.named("other")), List.of(TOPIC));
        assertThat(broker.status("q")).contains(EntityStatus.SEND_DISABLED);
        assertThat(queue("q/$DeadLetterQueue").status()).isEqualTo(EntityStatus.SEND_DISABLED);
        assertThat(broker.status(A)).contains(EntityStatus.DISABLED);
        assertThat(broker.status(B)).contains(EntityStatus.ACTIVE);
        assertThat(broker.status("other")).contains(EntityStatus.ACTIVE);
        assertThatThrownBy(() -> send("q", "refused")).hasMessageContaining("SendDisabled");
        broker.status("q", EntityStatus.ACTIVE);
        open(killed(), QueueOptions.named("q"));
        send("q", "taken");
        assertThat(broker.status("q")).contains(EntityStatus.ACTIVE);
    }

    @Test
    void whatWasResetDoesNotComeBack() throws Exception {
        var options = QueueOptions.named("q").duplicateDetectionWindow(Duration.ofHours(1));
        open(data(), options);
        send("q", "active", "locked", "deferred", "dead");
        queue("q").send(List.of(new NewMessage(bytes("scheduled"), "s", null, null, now.plusSeconds(60))));
        var first = receive("q");
        receive("q");
        queue("q").defer(receive("q").lockToken(), Map.of());
        queue("q").deadLetter(receive("q").lockToken(), Map.of());
        queue("q").release(first.lockToken());
        kept();
        assertThat(broker.clear("q")).isTrue();
        open(killed(), options);
        assertThat(bodies("q")).isEmpty();
        assertThat(bodies("q/$DeadLetterQueue")).isEmpty();
        send("q", "active");
        assertThat(bodies("q")).as("no duplicate of what is gone").containsExactly("active");
        store.close();
    }

    private NewMessage inSession(String body, String session) {
        return new NewMessage(bytes(body), body, session, null, null);
    }

    private SessionReceiver accept(String session) {
        return queue("s").sessions().accept(session, this, new SessionListener() {
            @Override
            public void accepted(SessionReceiver receiver) {}

            @Override
            public void timedOut() {}

            @Override
            public void lockLost() {}
        });
    }
}
