package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.servicebus.ServiceBusException;
import com.azure.messaging.servicebus.ServiceBusFailureReason;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSessionReceiverClient;
import com.azure.messaging.servicebus.models.DeadLetterOptions;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.sluice.emulator.broker.EntityCounts;
import dev.sluice.emulator.broker.QueueOptions;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Sessions, as the real SDK uses them. */
class SessionIT extends SdkTest {

    private static final EntityCounts EMPTY = new EntityCounts(0, 0, 0, 0, 0);
    private static final QueueOptions ORDERS = QueueOptions.named("orders").requiresSession(true);

    @Test
    void aSessionIsReceivedInItsOrderByWhoAcceptsItById() {
        start(ORDERS);
        send("a", "1", "2");
        send("b", "x");
        send("a", "3");
        var receiver = accept("a");
        assertThat(receiver.getSessionId()).isEqualTo("a");
        var messages = receive(receiver, 3);
        assertThat(bodies(messages)).containsExactly("1", "2", "3");
        assertThat(messages).extracting(ServiceBusReceivedMessage::getSessionId).containsOnly("a");
        assertThat(messages.get(0).getLockedUntil()).isAfter(OffsetDateTime.now());
        messages.forEach(receiver::complete);
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(1, 0, 0, 0, 0));
    }

    @Test
    void theNextSessionIsAnyThatIsFreeAndTheTimeoutSaysThatThereIsNone() {
        start(ORDERS);
        send("a", "1");
        send("b", "2");
        var sessions = sessions(Duration.ofSeconds(2));
        var first = closing(sessions.acceptNextSession());
        var second = closing(sessions.acceptNextSession());
        assertThat(List.of(first.getSessionId(), second.getSessionId())).containsExactly("a", "b");
        assertThatThrownBy(sessions::acceptNextSession)
                .hasStackTraceContaining("com.microsoft:timeout")
                .hasStackTraceContaining("The operation did not complete within the allotted timeout of 00:00:01.");
    }

    @Test
    void whoWaitsForTheNextSessionGetsTheOneThatAMessageOpens() throws Exception {
        start(ORDERS);
        var sessions = sessions(Duration.ofSeconds(30));
        var accepted = CompletableFuture.supplyAsync(sessions::acceptNextSession);
        send("late", "1");
        var receiver = closing(accepted.get(30, TimeUnit.SECONDS));
        assertThat(receiver.getSessionId()).isEqualTo("late");
        assertThat(bodies(receive(receiver, 1))).containsExactly("1");
    }

    @Test
    void aSessionThatIsTakenIsSaidToBeAndIsFreeAsSoonAsItIsClosed() {
        start(ORDERS);
        send("a", "1", "2");
        var holder = accept("a");
        assertThat(bodies(receive(holder, 1))).containsExactly("1");
        assertThatThrownBy(() -> accept("a"))
                .isInstanceOfSatisfying(AmqpException.class, failure -> assertThat(failure.getErrorCondition())
                        .isEqualTo(AmqpErrorCondition.SESSION_CANNOT_BE_LOCKED));
        holder.close();
        var again = await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> accept("a"), taken -> true);
        var messages = receive(again, 2);
        assertThat(bodies(messages)).containsExactly("1", "2");
        assertThat(messages.get(0).getDeliveryCount()).isZero();
    }

    @Test
    void anEmptySessionCanBeAcceptedAndItsStateOutlivesItsMessages() {
        start(ORDERS);
        var receiver = accept("fresh");
        assertThat(receiver.getSessionState()).isNull();
        receiver.setSessionState("half way".getBytes());
        receiver.close();
        var next = await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> accept("fresh"), free -> true);
        assertThat(new String(next.getSessionState())).isEqualTo("half way");
        next.setSessionState(null);
        assertThat(next.getSessionState()).isNull();
    }

    @Test
    void aRenewedSessionLockLastsLonger() {
        start(ORDERS.lockDuration(Duration.ofSeconds(30)));
        var receiver = accept("a");
        var until = receiver.renewSessionLock();
        assertThat(until)
                .isBetween(
                        OffsetDateTime.now().plusSeconds(20),
                        OffsetDateTime.now().plusSeconds(31));
    }

    @Test
    void aLostSessionLockIsToldAndItsMessagesGoToTheNext() {
        start(ORDERS.lockDuration(Duration.ofSeconds(2)));
        send("a", "1");
        var loser = accept("a");
        var message = receive(loser, 1).get(0);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> emulator.counts("orders").active() == 1);
        var winner = accept("a");
        assertLockLost(() -> loser.complete(message));
        assertLockLost(() -> loser.renewSessionLock());
        assertThatThrownBy(() -> loser.setSessionState(new byte[1])).isNotNull();
        assertThat(winner.getSessionState()).isNull();
        var again = receive(winner, 1).get(0);
        assertThat(again.getDeliveryCount()).isEqualTo(1);
        winner.complete(again);
    }

    @Test
    void everyWayToSettleWorksInASession() {
        start(ORDERS);
        send("a", "defer", "dead", "abandon", "done");
        var receiver = accept("a");
        var messages = receive(receiver, 4);
        receiver.defer(messages.get(0));
        receiver.deadLetter(messages.get(1), new DeadLetterOptions().setDeadLetterReason("poison"));
        receiver.abandon(messages.get(2));
        receiver.complete(messages.get(3));
        var deferred = receiver.receiveDeferredMessage(messages.get(0).getSequenceNumber());
        assertThat(deferred.getBody().toString()).isEqualTo("defer");
        receiver.complete(deferred);
        var again = receive(receiver, 1).get(0);
        assertThat(again.getDeliveryCount()).isEqualTo(1);
        receiver.complete(again);
        var dead = receiveOne(receiver("orders", ServiceBusReceiveMode.PEEK_LOCK, SubQueue.DEAD_LETTER_QUEUE));
        assertThat(dead.getSessionId()).isEqualTo("a");
        assertThat(dead.getDeadLetterReason()).isEqualTo("poison");
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(0, 0, 1, 0, 0));
    }

    @Test
    void peekShowsTheSessionAndReceiveAndDeleteEmptiesIt() {
        start(ORDERS);
        send("a", "1", "2");
        send("b", "x");
        var receiver = closing(clients()
                .sessionReceiver()
                .queueName("orders")
                .receiveMode(ServiceBusReceiveMode.RECEIVE_AND_DELETE)
                .buildClient()
                .acceptSession("a"));
        assertThat(receiver.peekMessages(10))
                .extracting(message -> message.getBody().toString())
                .containsExactly("1", "2");
        assertThat(bodies(receive(receiver, 2))).containsExactly("1", "2");
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(1, 0, 0, 0, 0));
    }

    @Test
    void scheduledMessagesComeInTheirSession() {
        start(ORDERS);
        sender("orders")
                .scheduleMessage(message("a", "later"), OffsetDateTime.now().plusSeconds(1));
        var receiver = closing(sessions(Duration.ofSeconds(30)).acceptNextSession());
        assertThat(receiver.getSessionId()).isEqualTo("a");
        assertThat(bodies(receive(receiver, 1))).containsExactly("later");
    }

    @Test
    void whatDoesNotFitIsRefusedInAzuresWords() {
        start(ORDERS, QueueOptions.named("plain"));
        assertThatThrownBy(() -> sender("orders").sendMessage(message("no session")))
                .hasStackTraceContaining("The SessionId was not set on a message");
        assertThatThrownBy(() -> receiver("orders").receiveMessages(1, WAIT).forEach(message -> {}))
                .hasStackTraceContaining("It is not possible for an entity that requires sessions");
        assertThatThrownBy(() -> clients()
                        .sessionReceiver()
                        .queueName("plain")
                        .buildClient()
                        .acceptSession("a"))
                .hasStackTraceContaining("A sessionful message receiver cannot be created");
    }

    @Test
    void competingProcessorsKeepTheOrderOfEverySessionAndHandleNoneAtTwoPlaces() {
        start(ORDERS);
        int sessions = 20;
        int messages = 25;
        Map<String, Queue<String>> seen = new ConcurrentHashMap<>();
        Map<String, AtomicInteger> inside = new ConcurrentHashMap<>();
        Queue<String> overlaps = new ConcurrentLinkedQueue<>();
        for (int i = 0; i < 3; i++) {
            closing(clients()
                            .sessionProcessor()
                            .queueName("orders")
                            .maxConcurrentSessions(4)
                            .sessionIdleTimeout(Duration.ofMillis(500))
                            .processMessage(context -> {
                                var id = context.getMessage().getSessionId();
                                var here = inside.computeIfAbsent(id, absent -> new AtomicInteger());
                                if (here.incrementAndGet() != 1) {
                                    overlaps.add(id);
                                }
                                seen.computeIfAbsent(id, absent -> new ConcurrentLinkedQueue<>())
                                        .add(context.getMessage().getBody().toString());
                                here.decrementAndGet();
                            })
                            .processError(context -> {})
                            .buildProcessorClient())
                    .start();
        }
        var sender = sender("orders");
        for (int number = 0; number < messages; number++) {
            var batch = new ArrayList<ServiceBusMessage>();
            for (int session = 0; session < sessions; session++) {
                batch.add(message("s" + session, "" + number));
            }
            sender.sendMessages(batch);
        }
        await().atMost(Duration.ofSeconds(90))
                .until(() -> emulator.counts("orders").equals(EMPTY));
        var order = IntStream.range(0, messages).mapToObj(String::valueOf).toList();
        assertThat(seen).hasSize(sessions);
        assertThat(seen.values()).allSatisfy(bodies -> assertThat(bodies).containsExactlyElementsOf(order));
        assertThat(overlaps).isEmpty();
    }

    private void send(String session, String... bodies) {
        for (var body : bodies) {
            sender("orders").sendMessage(message(session, body));
        }
    }

    private ServiceBusSessionReceiverClient sessions(Duration tryTimeout) {
        return closing(clients()
                .retryOptions(new AmqpRetryOptions().setTryTimeout(tryTimeout).setMaxRetries(0))
                .sessionReceiver()
                .queueName("orders")
                .disableAutoComplete()
                .maxAutoLockRenewDuration(Duration.ZERO)
                .buildClient());
    }

    private ServiceBusReceiverClient accept(String session) {
        return closing(sessions(Duration.ofSeconds(10)).acceptSession(session));
    }

    private static List<ServiceBusReceivedMessage> receive(ServiceBusReceiverClient receiver, int count) {
        var messages = new ArrayList<ServiceBusReceivedMessage>();
        while (messages.size() < count) {
            int before = messages.size();
            receiver.receiveMessages(count - before, WAIT).forEach(messages::add);
            assertThat(messages.size()).as("messages within " + WAIT).isGreaterThan(before);
        }
        return messages;
    }

    private static List<String> bodies(List<ServiceBusReceivedMessage> messages) {
        return messages.stream().map(message -> message.getBody().toString()).toList();
    }

    private static ServiceBusMessage message(String session, String body) {
        return new ServiceBusMessage(body).setSessionId(session);
    }

    private static void assertLockLost(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(ServiceBusException.class, failure -> assertThat(failure.getReason())
                        .isEqualTo(ServiceBusFailureReason.SESSION_LOCK_LOST));
    }
}
