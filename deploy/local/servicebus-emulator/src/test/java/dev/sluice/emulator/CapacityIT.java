package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much fits into how little: 200 queues, 500 connections and a million waiting messages of 1 KiB. */
@Tag("full")
class CapacityIT {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final String JAR =
            Path.of("target", "servicebus-emulator.jar").toString();
    private static final Pattern PORTS = Pattern.compile("AMQP on [^:]+:(\\d+).*?http://[^:]+:(\\d+)/health");
    private static final int QUEUES = 200;
    private static final int CONNECTIONS = 500;
    private static final int MESSAGES = 1_000_000;
    private static final int DRAINED = 20_000;
    private static final int THREADS = 8;

    private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();
    private Process process;

    @TempDir
    Path folder;

    @AfterEach
    void stop() throws Exception {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
        connections.forEach(CapacityIT::closeQuietly);
    }

    @Test
    void aMillionMessagesFitIntoTwoGigabytes() throws Exception {
        fillAndDrain("-Xmx2g", List.of());
    }

    @Test
    void withBodiesOnDiskTheyFitIntoHalfAGigabyte() throws Exception {
        var help = new ProcessBuilder(JAVA.toString(), "-jar", JAR, "--help").start();
        assumeTrue(new String(help.getInputStream().readAllBytes()).contains("--data"), "there is no durable mode yet");
        fillAndDrain("-Xmx512m", List.of("--data", folder.toString()));
    }

    private void fillAndDrain(String heap, List<String> options) throws Exception {
        var command =
                new ArrayList<>(List.of(JAVA.toString(), heap, "-XX:+ExitOnOutOfMemoryError", "-jar", JAR, "--port=0"));
        command.add("--admin-port=0");
        command.addAll(options);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var ports = PORTS.matcher(process.inputReader().readLine());
        assertThat(ports.find()).isTrue();
        int port = Integer.parseInt(ports.group(1));
        var entities = URI.create("http://127.0.0.1:" + ports.group(2) + "/entities");

        onEach(connection -> send(connect(port), queue(connection), MESSAGES / CONNECTIONS));
        assertThat(connections).hasSize(CONNECTIONS);
        assertThat(active(entities)).hasSize(QUEUES).doesNotContain(0L);
        assertThat(sum(entities)).isEqualTo(MESSAGES);

        onEach(connection -> receive(connections.poll(), queue(connection), DRAINED / CONNECTIONS));
        await().atMost(Duration.ofMinutes(2)).until(() -> sum(entities) == MESSAGES - DRAINED);
        assertThat(process.isAlive()).isTrue();
    }

    private interface Work {
        void with(int connection) throws Exception;
    }

    private static void onEach(Work work) throws Exception {
        var threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int connection = i;
                all.add(threads.submit(() -> {
                    work.with(connection);
                    return null;
                }));
            }
            for (var one : all) {
                one.get(20, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Connection connect(int port) throws JMSException {
        var connection = new JmsConnectionFactory(
                        "amqp://127.0.0.1:" + port + "?transport.sharedEventLoopThreads=2&jms.prefetchPolicy.all=10")
                .createConnection();
        connection.start();
        connections.add(connection);
        return connection;
    }

    private static String queue(int connection) {
        return "queue-" + connection % QUEUES;
    }

    private static void send(Connection connection, String queue, int count) throws Exception {
        var acknowledged = new CountDownLatch(count);
        var session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        var producer = session.createProducer(session.createQueue(queue));
        for (int i = 0; i < count; i++) {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(new byte[1024]);
            producer.send(message, new Acknowledged(acknowledged));
        }
        assertThat(acknowledged.await(5, TimeUnit.MINUTES)).isTrue();
        session.close();
    }

    private static void receive(Connection connection, String queue, int count) throws Exception {
        // A consumer of its own prefetches messages that stay locked when it closes: those are not drained.
        var session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
        var consumer = session.createConsumer(session.createQueue(queue));
        for (int i = 0; i < count; i++) {
            assertThat(consumer.receive(60_000)).isNotNull();
        }
        session.close();
    }

    private static List<Long> active(URI entities) throws Exception {
        return StreamSupport.stream(read(entities).spliterator(), false)
                .map(entity -> entity.at("/counts/active").asLong())
                .toList();
    }

    private static long sum(URI entities) throws Exception {
        return StreamSupport.stream(read(entities).spliterator(), false)
                .mapToLong(entity -> entity.at("/counts/active").asLong()
                        + entity.at("/counts/locked").asLong())
                .sum();
    }

    private static JsonNode read(URI page) throws Exception {
        try (var body = page.toURL().openStream()) {
            return new ObjectMapper().readTree(body);
        }
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (JMSException brokerIsGone) {
            // Which is what this test does to it.
        }
    }

    private record Acknowledged(CountDownLatch latch) implements CompletionListener {

        @Override
        public void onCompletion(Message message) {
            latch.countDown();
        }

        @Override
        public void onException(Message message, Exception exception) {
            // The latch stays up and the test fails.
        }
    }
}
