package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.models.DeadLetterOptions;
import com.azure.messaging.servicebus.models.ServiceBusMessageState;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.sluice.emulator.broker.EntityCounts;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.emulator.broker.SubscriptionOptions;
import dev.sluice.emulator.broker.TopicOptions;
import dev.sluice.emulator.rules.Rule;
import dev.sluice.emulator.rules.SqlFilter;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Topics, subscriptions and auto-forwarding as the SDK sees them. */
class TopicIT extends SdkTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static TopicOptions events() {
        return TopicOptions.named("events")
                .subscription(SubscriptionOptions.named("all"))
                .subscription(SubscriptionOptions.named("red")
                        .rule(new Rule("red", new SqlFilter("color = 'red' AND sys.Label LIKE 'car%'"))));
    }

    private static ServiceBusMessage colored(String body, String color) {
        var message = message(body).setSubject("car." + body);
        message.getApplicationProperties().put("color", color);
        return message;
    }

    @Test
    void eachSubscriptionReceivesAndSettlesItsOwnCopies() {
        start(events());
        topicSender("events").sendMessages(List.of(colored("1", "red"), colored("2", "blue")));
        var all = subscriber("events", "all");
        var first = receiveOne(all);
        var second = receiveOne(all);
        assertThat(List.of(first.getBody().toString(), second.getBody().toString()))
                .containsExactly("1", "2");
        all.complete(first);
        all.abandon(second);
        var red = subscriber("events", "red");
        var only = receiveOne(red);
        assertThat(only.getBody().toString()).isEqualTo("1");
        assertThat(only.getSequenceNumber()).isEqualTo(1);
        red.complete(only);
        assertThat(emulator.counts("events/Subscriptions/all")).isEqualTo(new EntityCounts(1, 0, 0, 0, 0));
        assertThat(emulator.counts("events/Subscriptions/red")).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
    }

    @Test
    void aBatchIsDistributedMessageByMessage() {
        start(events());
        var sender = topicSender("events");
        var batch = sender.createMessageBatch();
        IntStream.range(0, 300).forEach(i -> assertThat(batch.tryAddMessage(colored("" + i, i % 3 == 0 ? "red" : "x")))
                .isTrue());
        sender.sendMessages(batch);
        assertThat(emulator.counts("events/Subscriptions/all").active()).isEqualTo(300);
        assertThat(emulator.counts("events/Subscriptions/red").active()).isEqualTo(100);
    }

    @Test
    void processorsOnTwoSubscriptionsEachGetEverything() {
        start(TopicOptions.named("t")
                .subscription(SubscriptionOptions.named("a"))
                .subscription(SubscriptionOptions.named("b")));
        var received = new ConcurrentLinkedQueue<String>();
        for (var name : List.of("a", "b")) {
            closing(clients()
                            .processor()
                            .topicName("t")
                            .subscriptionName(name)
                            .maxConcurrentCalls(4)
                            .processMessage(context ->
                                    received.add(name + context.getMessage().getBody()))
                            .processError(context -> {})
                            .buildProcessorClient())
                    .start();
        }
        var sender = topicSender("t");
        sender.sendMessages(
                IntStream.range(0, 50).mapToObj(i -> message("" + i)).toList());
        var expected = IntStream.range(0, 50)
                .boxed()
                .flatMap(i -> List.of("a" + i, "b" + i).stream())
                .toList();
        await().atMost(LONG).untilAsserted(() -> assertThat(received).containsExactlyInAnyOrderElementsOf(expected));
        await().atMost(LONG).untilAsserted(() -> assertThat(emulator.counts("t/Subscriptions/a"))
                .isEqualTo(new EntityCounts(0, 0, 0, 0, 0)));
    }

    @Test
    void aScheduledMessageReachesSubscriptionsWhenItIsDueAndACancelledOneNever() {
        start(events());
        var sender = topicSender("events");
        var due = OffsetDateTime.now().plusSeconds(2);
        sender.scheduleMessage(colored("later", "red"), due);
        sender.cancelScheduledMessage(sender.scheduleMessage(colored("never", "red"), due));
        assertThat(emulator.counts("events").scheduled()).isEqualTo(1);
        assertThat(receiveOne(subscriber("events", "red")).getBody().toString()).isEqualTo("later");
        assertThat(OffsetDateTime.now()).isAfterOrEqualTo(due);
        assertThat(emulator.counts("events/Subscriptions/red")).isEqualTo(new EntityCounts(0, 1, 0, 0, 0));
    }

    @Test
    void aSubscriptionHasItsDeadLetters() {
        start(events());
        topicSender("events").sendMessage(colored("bad", "red"));
        var red = subscriber("events", "red");
        red.deadLetter(receiveOne(red), new DeadLetterOptions().setDeadLetterReason("why"));
        assertThat(emulator.counts("events/Subscriptions/red").deadLettered()).isEqualTo(1);
        var deadLetters = subscriber("events", "red", SubQueue.DEAD_LETTER_QUEUE);
        var dead = receiveOne(deadLetters);
        assertThat(dead.getDeadLetterReason()).isEqualTo("why");
        deadLetters.complete(dead);
        assertThat(emulator.counts("events/Subscriptions/red").deadLettered()).isZero();
        assertThat(emulator.counts("events/Subscriptions/all").active()).isEqualTo(1);
        assertThat(subscriber("events", "red", SubQueue.TRANSFER_DEAD_LETTER_QUEUE)
                        .peekMessage())
                .isNull();
    }

    @Test
    void aSubscriptionIsPeekedAndDeferredLikeAQueue() {
        start(events());
        topicSender("events").sendMessage(colored("1", "red"));
        var red = subscriber("events", "red");
        assertThat(red.peekMessage().getBody().toString()).isEqualTo("1");
        var received = receiveOne(red);
        red.defer(received);
        assertThat(received.getState()).isEqualTo(ServiceBusMessageState.ACTIVE);
        assertThat(red.peekMessage(received.getSequenceNumber()).getState()).isEqualTo(ServiceBusMessageState.DEFERRED);
        red.complete(red.receiveDeferredMessage(received.getSequenceNumber()));
        assertThat(emulator.counts("events/Subscriptions/red")).isEqualTo(new EntityCounts(0, 0, 0, 0, 0));
    }

    @Test
    void aChainOfQueueTopicAndSubscriptionDelivers() {
        start(
                TopicOptions.named("t")
                        .subscription(
                                SubscriptionOptions.of(QueueOptions.named("s").forwardTo("end"))),
                QueueOptions.named("entry").forwardTo("t"),
                QueueOptions.named("end"));
        sender("end").sendMessage(message("before"));
        sender("entry").sendMessage(message("m").setMessageId("id"));
        var end = receiver("end");
        end.complete(receiveOne(end));
        var received = receiveOne(end);
        assertThat(received.getMessageId()).isEqualTo("id");
        assertThat(received.getSequenceNumber()).isEqualTo(2);
        assertThat(received.getEnqueuedSequenceNumber()).isEqualTo(1);
        assertThatThrownBy(() -> receiveOne(receiver("entry")))
                .hasStackTraceContaining("Cannot create a message receiver on an entity with auto-forwarding enabled.");
    }

    @Test
    void aTopicIsNotReceivedFromAndASubscriptionIsNotSentTo() {
        start(events());
        assertThatThrownBy(() -> receiveOne(receiver("events")))
                .hasStackTraceContaining("Cannot open a Queue client for entity type Topic.");
        assertThatThrownBy(() -> sender("events/Subscriptions/all").sendMessage(message("m")))
                .isInstanceOf(ServiceBusException.class)
                .hasMessageContaining("Cannot open a Topic client for entity type Subscriber.");
        assertThatThrownBy(() -> receiveOne(subscriber("events", "none")))
                .hasStackTraceContaining("could not be found");
    }

    @Test
    void withAutoCreateASenderMayComeBeforeItsSubscription() {
        start();
        var sender = topicSender("made");
        sender.sendMessage(message("early"));
        var subscription = subscriber("made", "sub");
        assertThat(receiveOne(subscription).getBody().toString()).isEqualTo("early");
        sender.sendMessage(message("late"));
        ServiceBusReceivedMessage late = receiveOne(subscription);
        assertThat(late.getBody().toString()).isEqualTo("late");
    }
}
