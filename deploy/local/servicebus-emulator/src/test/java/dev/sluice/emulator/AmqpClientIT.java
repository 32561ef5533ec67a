package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.emulator.broker.EntityCounts;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.emulator.broker.SubscriptionOptions;
import dev.sluice.emulator.broker.TopicOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.protonj2.buffer.ProtonBuffer;
import org.apache.qpid.protonj2.client.AdvancedMessage;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.Connection;
import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.DeliveryState;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.ReceiverOptions;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.exceptions.ClientException;
import org.apache.qpid.protonj2.types.Binary;
import org.apache.qpid.protonj2.types.messaging.AmqpValue;
import org.apache.qpid.protonj2.types.messaging.Data;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * An AMQP 1.0 client that knows nothing of Service Bus: Apache Qpid's protonj2. What the SDKs do by themselves (filters,
 * management requests, batches) is done here by the book.
 */
class AmqpClientIT {

    private static final int WAIT = 30;
    private static final int BATCH = 0x80013700;
    private static final EntityCounts EMPTY = new EntityCounts(0, 0, 0, 0, 0);

    private final ServiceBusEmulator emulator = ServiceBusEmulator.builder()
            .adminPort(-1)
            .queue(QueueOptions.named("orders"))
            .queue(QueueOptions.named("answers"))
            .queue(QueueOptions.named("chats").requiresSession(true))
            .topic(TopicOptions.named("events").subscription(SubscriptionOptions.named("some")))
            .start();
    private final Client client = Client.create();
    private Connection connection;

    @BeforeEach
    void connect() throws Exception {
        connection = client.connect("127.0.0.1", emulator.port());
    }

    @AfterEach
    void close() {
        client.close();
        emulator.close();
    }

    @Test
    void aBatchArrivesAsItsMessages() throws Exception {
        var batch = AdvancedMessage.create();
        batch.messageFormat(BATCH);
        for (int i = 0; i < 50; i++) {
            batch.addBodySection(new Data(encoded(Message.create("m" + i).correlationId("c" + i))));
        }
        try (var sender = connection.openSender("orders")) {
            sender.send(batch).awaitAccepted(WAIT, TimeUnit.SECONDS);
            sender.send(Message.create(new byte[500_000])).awaitAccepted(WAIT, TimeUnit.SECONDS);
        }
        assertThat(emulator.counts("orders").active()).isEqualTo(51);
        var receiver = receiver("orders");
        for (int i = 0; i < 50; i++) {
            var message = next(receiver).message();
            assertThat(message.body()).isEqualTo("m" + i);
            assertThat(message.correlationId()).isEqualTo("c" + i);
            assertThat(message.annotation("x-opt-sequence-number")).isEqualTo(i + 1L);
        }
        assertThat((byte[]) next(receiver).message().body()).hasSize(500_000);
    }

    @Test
    void everyOutcomeIsAppliedAndAnswered() throws Exception {
        send("orders", "complete", "release", "abandon", "defer", "dead-letter");
        var receiver = receiver("orders");
        settle(next(receiver), DeliveryState.accepted());
        settle(next(receiver), DeliveryState.released());
        settle(next(receiver), DeliveryState.modified(true, false, Map.of("try", 1)));
        settle(next(receiver), DeliveryState.modified(true, true, Map.of("why", "early")));
        var info = Map.<String, Object>of("DeadLetterReason", "poison", "DeadLetterErrorDescription", "it smells");
        settle(next(receiver), DeliveryState.rejected("com.microsoft:dead-letter", "", info));
        assertThat(emulator.counts("orders").deferred()).isEqualTo(1);
        assertThat(emulator.counts("orders").deadLettered()).isEqualTo(1);
        var released = next(receiver).message();
        assertThat(released.body()).isEqualTo("release");
        assertThat(released.deliveryCount()).isZero();
        var abandoned = next(receiver).message();
        assertThat(abandoned.body()).isEqualTo("abandon");
        assertThat(abandoned.deliveryCount()).isEqualTo(1);
        assertThat(abandoned.property("try")).isEqualTo(1);
        var dead = next(receiver("orders/$DeadLetterQueue")).message();
        assertThat(dead.body()).isEqualTo("dead-letter");
        assertThat(dead.property("DeadLetterReason")).isEqualTo("poison");
        assertThat(dead.property("DeadLetterErrorDescription")).isEqualTo("it smells");
    }

    @Test
    void aSessionIsHeldByOneReceiverAndKeepsItsOrderAndItsState() throws Exception {
        try (var sender = connection.openSender("chats")) {
            for (int i = 0; i < 6; i++) {
                sender.send(Message.create("m" + i).groupId(i % 2 == 0 ? "even" : "odd"))
                        .awaitAccepted(WAIT, TimeUnit.SECONDS);
            }
            assertThatThrownBy(() -> sender.send(Message.create("outside")).awaitAccepted(WAIT, TimeUnit.SECONDS))
                    .hasMessageContaining("did not accept");
        }
        var even = session("even");
        assertThat(even.source().filters()).containsEntry("com.microsoft:session-filter", "even");
        assertThat(even.properties().get("com.microsoft:locked-until-utc")).isInstanceOf(Long.class);
        for (int i = 0; i < 6; i += 2) {
            var delivery = next(even);
            assertThat(delivery.message().body()).isEqualTo("m" + i);
            settle(delivery, DeliveryState.accepted());
        }
        assertThatThrownBy(() -> session("even"))
                .isInstanceOf(ExecutionException.class)
                .hasMessageContaining("The requested session 'even' cannot be accepted");
        assertThatThrownBy(() -> receiver("chats")).hasMessageContaining("requires sessions");
        var any = session(null);
        assertThat(any.source().filters()).containsEntry("com.microsoft:session-filter", "odd");
        assertThat(next(any).message().body()).isEqualTo("m1");

        var management = new Management("chats");
        var renewed = management.ask("renew-session-lock", Map.of("session-id", "even"));
        assertThat((Date) renewed.get("expiration")).isAfter(new Date());
        management.ask("set-session-state", Map.of("session-id", "even", "session-state", new Binary(new byte[] {7})));
        var state = management.ask("get-session-state", Map.of("session-id", "even"));
        assertThat(((Binary) state.get("session-state")).asByteArray()).containsExactly(7);
        assertThat(management.status("renew-session-lock", Map.of("session-id", "nobody's")))
                .isEqualTo(410);
        even.close();
        assertThat(session("even").source().filters()).containsValue("even");
    }

    @Test
    void managementPeeksSchedulesRenewsAndHandsOutWhatIsDeferred() throws Exception {
        send("orders", "a", "b");
        var management = new Management("orders");
        var peeked = management.ask("peek-message", Map.of("from-sequence-number", 1L, "message-count", 10));
        assertThat((List<?>) peeked.get("messages")).hasSize(2);
        var later = new HashMap<String, Object>();
        var scheduled = Message.create("later");
        scheduled.annotation("x-opt-scheduled-enqueue-time", new Date(System.currentTimeMillis() + 3_600_000));
        later.put("message", new Binary(encoded(scheduled)));
        later.put("message-id", "id");
        var numbers = management.ask("schedule-message", Map.of("messages", List.of(later)));
        assertThat(emulator.counts("orders").scheduled()).isEqualTo(1);
        management.ask("cancel-scheduled-message", Map.of("sequence-numbers", numbers.get("sequence-numbers")));
        assertThat(emulator.counts("orders").scheduled()).isZero();

        var receiver = receiver("orders");
        settle(next(receiver), DeliveryState.modified(false, true));
        var deferred = management.ask(
                "receive-by-sequence-number", Map.of("sequence-numbers", new Long[] {1L}, "receiver-settle-mode", 1));
        var entry = (Map<?, ?>) ((List<?>) deferred.get("messages")).get(0);
        var token = Map.<String, Object>of("lock-tokens", new UUID[] {(UUID) entry.get("lock-token")});
        assertThat((Object[]) management.ask("renew-lock", token).get("expirations"))
                .hasSize(1);
        var completed = new HashMap<>(token);
        completed.put("disposition-status", "completed");
        management.ask("update-disposition", completed);
        settle(next(receiver), DeliveryState.accepted());
        assertThat(emulator.counts("orders")).isEqualTo(EMPTY);
        assertThat(management.status("renew-lock", token))
                .as("its lock is gone")
                .isEqualTo(410);
        assertThat(management.status("peek-message", Map.of("from-sequence-number", 1L, "message-count", 1)))
                .as("nothing there")
                .isEqualTo(204);
        assertThat(management.status("no-such-operation", Map.of())).isGreaterThanOrEqualTo(400);
    }

    @Test
    void rulesAreListedAddedAndRemovedAndDecide() throws Exception {
        var management = new Management("events/Subscriptions/some");
        management.ask("remove-rule", Map.of("rule-name", "$Default"));
        management.ask(
                "add-rule",
                Map.of(
                        "rule-name",
                        "big",
                        "rule-description",
                        Map.of(
                                "sql-filter",
                                Map.of("expression", "amount > 100"),
                                "sql-rule-action",
                                Map.of("expression", "SET size = 'big'"))));
        var rules = management.ask("enumerate-rules", Map.of("skip", 0, "top", 10));
        assertThat((List<?>) rules.get("rules")).hasSize(1);
        assertThat(management.status("enumerate-rules", Map.of("skip", 1, "top", 10)))
                .isEqualTo(204);
        try (var sender = connection.openSender("events")) {
            sender.send(Message.create("small").property("amount", 1)).awaitAccepted(WAIT, TimeUnit.SECONDS);
            sender.send(Message.create("large").property("amount", 1000)).awaitAccepted(WAIT, TimeUnit.SECONDS);
        }
        var message = next(receiver("events/Subscriptions/some")).message();
        assertThat(message.body()).isEqualTo("large");
        assertThat(message.property("size")).isEqualTo("big");
        assertThat(emulator.counts("events/Subscriptions/some").active()).isZero();
    }

    @Test
    void whatIsSentAndSettledInATransactionHappensTogetherOrNotAtAll() throws Exception {
        send("orders", "order");
        var session = connection.openSession();
        var sender = session.openSender("answers");
        var receiver = session.openReceiver("orders", new ReceiverOptions().autoAccept(false));
        var order = receiver.receive(WAIT, TimeUnit.SECONDS);
        session.beginTransaction();
        sender.send(Message.create("never")).awaitSettlement(WAIT, TimeUnit.SECONDS);
        session.rollbackTransaction();
        assertThat(emulator.counts("answers")).isEqualTo(EMPTY);
        session.beginTransaction();
        sender.send(Message.create("answer")).awaitSettlement(WAIT, TimeUnit.SECONDS);
        order.accept();
        assertThat(emulator.counts("answers")).isEqualTo(EMPTY);
        session.commitTransaction();
        assertThat(emulator.counts("answers").active()).isEqualTo(1);
        assertThat(emulator.counts("orders")).isEqualTo(EMPTY);
    }

    @Test
    void anEntityThatIsNotThereIsSaidToBeMissing() {
        assertThatThrownBy(() -> connection.openSender("missing").openFuture().get())
                .hasMessageContaining("amqp:not-found")
                .hasMessageContaining("could not be found");
    }

    private void send(String address, String... bodies) throws ClientException {
        try (var sender = connection.openSender(address)) {
            for (var body : bodies) {
                sender.send(Message.create(body)).awaitAccepted(WAIT, TimeUnit.SECONDS);
            }
        }
    }

    private Receiver receiver(String address) throws Exception {
        return opened(address, manual());
    }

    private Receiver session(String id) throws Exception {
        var options = manual();
        options.sourceOptions().filters(Collections.singletonMap("com.microsoft:session-filter", id));
        return opened("chats", options);
    }

    private Receiver opened(String address, ReceiverOptions options) throws Exception {
        return connection.openReceiver(address, options).openFuture().get(WAIT, TimeUnit.SECONDS);
    }

    private static ReceiverOptions manual() {
        return new ReceiverOptions().autoAccept(false).autoSettle(false);
    }

    private static Delivery next(Receiver receiver) throws ClientException {
        var delivery = receiver.receive(WAIT, TimeUnit.SECONDS);
        assertThat(delivery).as("a message came").isNotNull();
        return delivery;
    }

    /** Waits for the broker's answer, which is the outcome itself. */
    private static void settle(Delivery delivery, DeliveryState outcome) throws ClientException {
        delivery.disposition(outcome, false);
        await().until(delivery::remoteSettled);
        assertThat(delivery.remoteState().getType()).isEqualTo(outcome.getType());
        delivery.settle();
    }

    private static byte[] encoded(Message<?> message) throws ClientException {
        ProtonBuffer buffer = message.toAdvancedMessage().encode(null);
        var bytes = new byte[buffer.getReadableBytes()];
        buffer.readBytes(bytes, 0, bytes.length);
        return bytes;
    }

    /** Requests to a {@code $management} node, one after the other. */
    private final class Management {

        private final String name;
        private final Sender requests;
        private final Receiver replies;
        private final List<String> asked = new ArrayList<>();

        Management(String entity) throws Exception {
            var options = new ReceiverOptions();
            options.linkName("replies-" + UUID.randomUUID());
            replies = opened(entity + "/$management", options);
            // Where a link has no target address, its name is what replies are addressed to.
            var target = replies.target().address();
            name = target == null ? options.linkName() : target;
            requests = connection.openSender(entity + "/$management");
        }

        Map<?, ?> ask(String operation, Map<String, Object> body) throws ClientException {
            var reply = reply(operation, body);
            assertThat(reply.property("statusCode"))
                    .as("%s: %s", operation, reply.property("statusDescription"))
                    .isEqualTo(200);
            return (Map<?, ?>) reply.body();
        }

        int status(String operation, Map<String, Object> body) throws ClientException {
            return (int) reply(operation, body).property("statusCode");
        }

        private Message<Object> reply(String operation, Map<String, Object> body) throws ClientException {
            asked.add(operation);
            var request = AdvancedMessage.create();
            request.addBodySection(new AmqpValue<>(body));
            request.messageId("request-" + asked.size());
            request.replyTo(name);
            request.property("operation", "com.microsoft:" + operation);
            requests.send(request).awaitAccepted(WAIT, TimeUnit.SECONDS);
            var reply = next(replies).message();
            assertThat(reply.correlationId()).isEqualTo("request-" + asked.size());
            return reply;
        }
    }
}
