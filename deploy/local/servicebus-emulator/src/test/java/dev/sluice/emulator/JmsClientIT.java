package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.emulator.broker.EntityCounts;
import dev.sluice.emulator.broker.QueueOptions;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An AMQP 1.0 client that is not Microsoft's: Apache Qpid JMS. */
class JmsClientIT {

    private static final long WAIT = 30_000;
    private static final EntityCounts EMPTY = new EntityCounts(0, 0, 0, 0, 0);

    private final ServiceBusEmulator emulator = ServiceBusEmulator.builder()
            .adminPort(-1)
            .queue(QueueOptions.named("orders").maxDeliveryCount(3))
            .queue(QueueOptions.named("answers"))
            .queue(QueueOptions.named("chats").requiresSession(true))
            .start();
    private final List<Connection> connections = new ArrayList<>();

    @AfterEach
    void close() throws JMSException {
        for (var connection : connections) {
            connection.close();
        }
        emulator.close();
    }

    @Test
    void withPasswordOrWithoutMessagesOfEveryKindArriveWithTheirProperties() throws Exception {
        var sending = session(connect("user", "password"), Session.AUTO_ACKNOWLEDGE);
        var producer = sending.createProducer(sending.createQueue("orders"));
        var text = sending.createTextMessage("hello");
        text.setStringProperty("text", "a");
        text.setIntProperty("number", 42);
        text.setBooleanProperty("yes", true);
        text.setJMSCorrelationID("corr");
        text.setJMSType("subject");
        text.setJMSReplyTo(sending.createQueue("answers"));
        producer.send(text);
        var bytes = sending.createBytesMessage();
        bytes.writeBytes(new byte[500_000]);
        producer.send(bytes);
        var map = sending.createMapMessage();
        map.setLong("key", 7);
        producer.send(map);
        producer.send(sending.createObjectMessage("object"));

        var consumer = consumer(session(connect(null, null), Session.AUTO_ACKNOWLEDGE), "orders");
        var received = (TextMessage) next(consumer);
        assertThat(received.getText()).isEqualTo("hello");
        assertThat(received.getStringProperty("text")).isEqualTo("a");
        assertThat(received.getIntProperty("number")).isEqualTo(42);
        assertThat(received.getBooleanProperty("yes")).isTrue();
        assertThat(received.getJMSCorrelationID()).isEqualTo("corr");
        assertThat(received.getJMSType()).isEqualTo("subject");
        assertThat(received.getJMSReplyTo()).hasToString("answers");
        assertThat(received.getJMSMessageID()).isEqualTo(text.getJMSMessageID());
        assertThat(received.getJMSRedelivered()).isFalse();
        assertThat(((BytesMessage) next(consumer)).getBodyLength()).isEqualTo(500_000);
        assertThat(((MapMessage) next(consumer)).getLong("key")).isEqualTo(7);
        assertThat(((ObjectMessage) next(consumer)).getObject()).isEqualTo("object");
        await().until(() -> emulator.counts("orders").equals(EMPTY));
    }

    @Test
    void manyInFlightAreAcknowledgedAndArriveInOrder() throws Exception {
        int count = 3000;
        var session = session(connect(null, null), Session.CLIENT_ACKNOWLEDGE);
        var producer = session.createProducer(session.createQueue("orders"));
        var acknowledged = new CountDownLatch(count);
        for (int i = 0; i < count; i++) {
            producer.send(session.createTextMessage("" + i), onCompletion(acknowledged));
        }
        assertThat(acknowledged.await(WAIT, TimeUnit.MILLISECONDS)).isTrue();
        assertThat(emulator.counts("orders").active()).isEqualTo(count);
        var consumer = consumer(session, "orders");
        Message last = null;
        for (int i = 0; i < count; i++) {
            last = next(consumer);
            assertThat(((TextMessage) last).getText()).isEqualTo("" + i);
        }
        last.acknowledge();
        await().until(() -> emulator.counts("orders").equals(EMPTY));
    }

    @Test
    void everyOutcomeThatJmsKnowsIsApplied() throws Exception {
        // Qpid JMS: individual acknowledgement, with the outcome in a property of the message.
        var session = session(connect(null, null), 101);
        var producer = session.createProducer(session.createQueue("orders"));
        for (var body : List.of("accept", "reject", "release", "modify", "defer")) {
            producer.send(session.createTextMessage(body));
        }
        var outcomes = Map.of("accept", 1, "reject", 2, "release", 3, "modify", 4, "defer", 5);
        var consumer = consumer(session, "orders");
        for (int i = 0; i < outcomes.size(); i++) {
            var message = (TextMessage) next(consumer);
            message.setIntProperty("JMS_AMQP_ACK_TYPE", outcomes.get(message.getText()));
            message.acknowledge();
        }
        // An acknowledgement returns before the broker has it.
        await().until(() -> emulator.counts("orders").deadLettered() == 1);
        await().until(() -> emulator.counts("orders").deferred() == 1);
        var again = Map.of(((TextMessage) next(consumer)).getText(), "", ((TextMessage) next(consumer)).getText(), "");
        assertThat(again).containsOnlyKeys("release", "modify");
        var dead = consumer(session, "orders/$DeadLetterQueue");
        assertThat(((TextMessage) next(dead)).getText()).isEqualTo("reject");
    }

    @Test
    void whatIsSentAndReceivedInATransactedSessionHappensTogetherOrNotAtAll() throws Exception {
        var session = session(connect(null, null), Session.SESSION_TRANSACTED);
        var orders = session.createProducer(session.createQueue("orders"));
        var answers = session.createProducer(session.createQueue("answers"));
        orders.send(session.createTextMessage("order"));
        assertThat(emulator.counts("orders")).as("not before it is committed").isEqualTo(EMPTY);
        session.commit();
        var consumer = consumer(session, "orders");
        next(consumer);
        answers.send(session.createTextMessage("never"));
        session.rollback();
        assertThat(emulator.counts("answers")).isEqualTo(EMPTY);
        var again = (TextMessage) next(consumer);
        assertThat(again.getText()).isEqualTo("order");
        assertThat(again.getJMSRedelivered()).isTrue();
        answers.send(session.createTextMessage("answer"));
        session.commit();
        assertThat(emulator.counts("orders")).isEqualTo(EMPTY);
        assertThat(emulator.counts("answers").active()).isEqualTo(1);
    }

    @Test
    void aGroupIsASession() throws Exception {
        var session = session(connect(null, null), Session.AUTO_ACKNOWLEDGE);
        var producer = session.createProducer(session.createQueue("chats"));
        var inGroup = session.createTextMessage("hello");
        inGroup.setStringProperty("JMSXGroupID", "chat");
        producer.send(inGroup);
        assertThat(emulator.counts("chats").active()).isEqualTo(1);
        assertThatThrownBy(() -> producer.send(session.createTextMessage("outside")))
                .hasMessageContaining("The SessionId was not set on a message");
        assertThatThrownBy(() -> consumer(session, "chats")).hasMessageContaining("requires sessions");
    }

    @Test
    void aQueueThatIsNotThereIsSaidToBeMissing() throws Exception {
        var session = session(connect(null, null), Session.AUTO_ACKNOWLEDGE);
        var missing = session.createQueue("missing");
        assertThatThrownBy(() -> session.createProducer(missing))
                .isInstanceOf(InvalidDestinationException.class)
                .hasMessageContaining("'sb://sluice-emulator/missing' could not be found");
        assertThatThrownBy(() -> session.createConsumer(missing)).isInstanceOf(InvalidDestinationException.class);
    }

    private Connection connect(String user, String password) throws JMSException {
        var factory = new JmsConnectionFactory("amqp://127.0.0.1:" + emulator.port());
        var connection = user == null ? factory.createConnection() : factory.createConnection(user, password);
        connections.add(connection);
        connection.start();
        return connection;
    }

    private static Session session(Connection connection, int mode) throws JMSException {
        return connection.createSession(mode);
    }

    private static MessageConsumer consumer(Session session, String queue) throws JMSException {
        return session.createConsumer(session.createQueue(queue));
    }

    private static Message next(MessageConsumer consumer) throws JMSException {
        var message = consumer.receive(WAIT);
        assertThat(message).as("a message came").isNotNull();
        return message;
    }

    private static CompletionListener onCompletion(CountDownLatch acknowledged) {
        return new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                acknowledged.countDown();
            }

            @Override
            public void onException(Message message, Exception exception) {
                throw new IllegalStateException(exception);
            }
        };
    }
}
