package dev.sluice.emulator.benchmark;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.qpid.jms.JmsConnectionFactory;

/** The client, the same for every broker: Apache Qpid JMS over one connection, as many in flight as it has credit for. */
final class Load implements AutoCloseable {

    private static final String QUEUE = "benchmark";
    private static final int BODY_BYTES = 1024;
    private static final int PATIENCE_SECONDS = 300;

    private final Connection connection;
    private final Session session;

    Load(int port) throws JMSException {
        connection = new JmsConnectionFactory("amqp://127.0.0.1:" + port + "?jms.prefetchPolicy.all=1000")
                .createConnection();
        connection.start();
        session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
    }

    /** Sends messages of 1 KiB; returns when the broker has acknowledged each of them. */
    void send(int count, boolean durable) throws JMSException, InterruptedException {
        var acknowledged = new CountDownLatch(count);
        var failure = new AtomicReference<Exception>();
        var listener = new CompletionListener() {
            @Override
            public void onCompletion(Message message) {
                acknowledged.countDown();
            }

            @Override
            public void onException(Message message, Exception exception) {
                failure.set(exception);
                acknowledged.countDown();
            }
        };
        try (var producer = session.createProducer(session.createQueue(QUEUE))) {
            producer.setDeliveryMode(durable ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
            producer.setDisableMessageTimestamp(true);
            var body = new byte[BODY_BYTES];
            for (int i = 0; i < count; i++) {
                BytesMessage message = session.createBytesMessage();
                message.writeBytes(body);
                producer.send(message, listener);
            }
            if (!acknowledged.await(PATIENCE_SECONDS, TimeUnit.SECONDS) || failure.get() != null) {
                throw new IllegalStateException(acknowledged.getCount() + " not acknowledged", failure.get());
            }
        }
    }

    /** Receives that many messages and settles each of them. */
    void receive(int count) throws JMSException {
        try (var consumer = session.createConsumer(session.createQueue(QUEUE))) {
            for (int i = 0; i < count; i++) {
                if (consumer.receive(PATIENCE_SECONDS * 1000L) == null) {
                    throw new IllegalStateException("no message came, " + (count - i) + " are missing");
                }
            }
        }
    }

    @Override
    public void close() throws JMSException {
        connection.close();
    }
}
