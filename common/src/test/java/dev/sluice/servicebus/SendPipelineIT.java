package dev.sluice.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.amqp.models.AmqpMessageId;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import dev.sluice.emulator.ServiceBusEmulator;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.servicebus.SendException.Fate;
import dev.sluice.testkit.TcpProxy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SendPipelineIT {
    private static final String QUEUE = "orders";

    private record Bounds(Duration timeout, int maxInFlight, int maxBatchMessages, int batchesOnWire)
            implements SendConfig {}

    private static final Bounds BOUNDS = new Bounds(Duration.ofSeconds(10), 2048, 500, 1);

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private ServiceBusEmulator emulator;

    @BeforeEach
    void start() {
        emulator = ServiceBusEmulator.builder().queue(QueueOptions.named(QUEUE)).start();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void completesWhenTheBrokerHasTheMessage() {
        try (SendPipeline pipeline = pipeline(BOUNDS)) {
            pipeline.send(message(1)).join();

            assertThat(emulator.counts(QUEUE).active()).isEqualTo(1);
            assertThat(batches("acknowledged")).isOne();
            assertThat(batches("failed")).isZero();
            assertThat(metrics.get("sluice.send.batch.messages").summary().totalAmount())
                    .isOne();
        }
    }

    @Test
    void concurrentSendsShareBatches() {
        try (SendPipeline pipeline = pipeline(BOUNDS)) {
            pipeline.probe(Duration.ofSeconds(10)).join();
            CompletableFuture.allOf(IntStream.range(0, 1000)
                            .mapToObj(i -> pipeline.send(message(i)))
                            .toArray(CompletableFuture[]::new))
                    .join();

            assertThat(emulator.counts(QUEUE).active()).isEqualTo(1000);
            assertThat(metrics.get("sluice.send.batch.messages").summary().count())
                    .isLessThan(500);
        }
    }

    @Test
    void oneMessageThatIsTooLargeFailsAlone() {
        try (SendPipeline pipeline = pipeline(BOUNDS)) {
            List<CompletableFuture<Void>> good = IntStream.range(0, 50)
                    .mapToObj(i -> pipeline.send(message(i)))
                    .toList();
            CompletableFuture<Void> bad = pipeline.send(new ServiceBusMessage("x".repeat(3_000_000)));
            List<CompletableFuture<Void>> more = IntStream.range(50, 100)
                    .mapToObj(i -> pipeline.send(message(i)))
                    .toList();

            assertThat(fateOf(bad)).isEqualTo(Fate.REFUSED);
            good.forEach(CompletableFuture::join);
            more.forEach(CompletableFuture::join);
            assertThat(emulator.counts(QUEUE).active()).isEqualTo(100);
        }
    }

    /** The SDK can't know it: the broker refuses the batch that this message is in, and with it all others in there. */
    @Test
    void oneMessageThatTheBrokerRefusesFailsAlone() {
        try (SendPipeline pipeline = pipeline(BOUNDS)) {
            List<CompletableFuture<Void>> good = IntStream.range(0, 50)
                    .mapToObj(i -> pipeline.send(message(i)))
                    .toList();
            ServiceBusMessage refused = message(50);
            refused.getRawAmqpMessage().getProperties().setMessageId(new AmqpMessageId("x".repeat(129)));
            CompletableFuture<Void> bad = pipeline.send(refused);
            List<CompletableFuture<Void>> more = IntStream.range(51, 100)
                    .mapToObj(i -> pipeline.send(message(i)))
                    .toList();

            assertThat(fateOf(bad)).isEqualTo(Fate.REFUSED);
            good.forEach(CompletableFuture::join);
            more.forEach(CompletableFuture::join);
            assertThat(emulator.counts(QUEUE).active()).isEqualTo(99);
        }
    }

    @Test
    void messagesThatFillSeveralBatchesAllArrive() {
        try (SendPipeline pipeline = pipeline(BOUNDS)) {
            CompletableFuture.allOf(IntStream.range(0, 20)
                            .mapToObj(i -> pipeline.send(new ServiceBusMessage("x".repeat(300_000))))
                            .toArray(CompletableFuture[]::new))
                    .join();

            assertThat(emulator.counts(QUEUE).active()).isEqualTo(20);
        }
    }

    @Test
    void aMissingQueueIsNotTheMessagesFault() {
        ServiceBusSenderAsyncClient sender = sender(emulator.connectionString(), "no-such-queue", BOUNDS);
        try (SendPipeline pipeline = new SendPipeline(sender, BOUNDS, metrics)) {
            assertThat(fateOf(pipeline.send(message(1)))).isEqualTo(Fate.UNKNOWN);
        }
        assertThat(batches("acknowledged")).isZero();
    }

    @Test
    void aBrokerThatNeverAnswersHoldsNoMoreThanTheBoundAndNobodyForLongerThanTheTimeout() throws Exception {
        Bounds tight = new Bounds(Duration.ofSeconds(1), 10, 500, 1);
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                SendPipeline pipeline = new SendPipeline(
                        sender(connectionString(silent.getLocalPort()), QUEUE, tight), tight, metrics)) {
            List<CompletableFuture<Void>> accepted = IntStream.range(0, 10)
                    .mapToObj(i -> pipeline.send(message(i)))
                    .toList();

            assertThat(fateOf(pipeline.send(message(11)))).isEqualTo(Fate.BUSY);
            accepted.forEach(fate ->
                    assertThat(fate).failsWithin(Duration.ofSeconds(3)).withThrowableOfType(ExecutionException.class));
            accepted.forEach(fate -> assertThat(fateOf(fate)).isEqualTo(Fate.UNKNOWN));
            await().untilAsserted(() -> assertThat(
                            metrics.get("sluice.send.in.flight").gauge().value())
                    .isZero());
        }
    }

    /** The second message waits for a place on the wire until the first one's time is up; by then its own is, too. */
    @Test
    void theTimeoutCoversWaitingForAPlaceOnTheWire() {
        Bounds brief = new Bounds(Duration.ofSeconds(3), 10, 1, 1);
        try (TcpProxy proxy = new TcpProxy(emulator.port());
                SendPipeline pipeline =
                        new SendPipeline(sender(connectionString(proxy.port()), QUEUE, brief), brief, metrics)) {
            pipeline.send(message(1)).join();
            proxy.holdAnswers();
            CompletableFuture<Void> first = pipeline.send(message(2));
            CompletableFuture<Void> second = pipeline.send(message(3));

            assertThat(first).failsWithin(Duration.ofSeconds(5)).withThrowableOfType(ExecutionException.class);
            assertThat(second).failsWithin(Duration.ofSeconds(1)).withThrowableOfType(ExecutionException.class);
            await().untilAsserted(() -> assertThat(batches("failed")).isOne());
            assertThat(batches("acknowledged")).isOne();
            assertThat(fateOf(second)).isEqualTo(Fate.UNKNOWN);
        }
    }

    @Test
    void sendsAgainWhenTheBrokerIsBack() {
        int port = emulator.port();
        try (SendPipeline pipeline = pipeline(BOUNDS)) {
            pipeline.send(message(1)).join();
            emulator.close();
            emulator = ServiceBusEmulator.builder()
                    .port(port)
                    .queue(QueueOptions.named(QUEUE))
                    .start();

            pipeline.send(message(2)).join();
            assertThat(emulator.counts(QUEUE).active()).isEqualTo(1);
        }
    }

    @Test
    void closeSendsWhatWasAcceptedAndThenRefuses() {
        SendPipeline pipeline = pipeline(BOUNDS);
        List<CompletableFuture<Void>> accepted =
                IntStream.range(0, 200).mapToObj(i -> pipeline.send(message(i))).toList();

        pipeline.close();

        assertThat(emulator.counts(QUEUE).active()).isEqualTo(200);
        accepted.forEach(CompletableFuture::join);
        assertThat(fateOf(pipeline.send(message(201)))).isEqualTo(Fate.CLOSED);
    }

    private long batches(String result) {
        return metrics.get("sluice.send.time").tag("result", result).timer().count();
    }

    private SendPipeline pipeline(Bounds bounds) {
        return new SendPipeline(sender(emulator.connectionString(), QUEUE, bounds), bounds, metrics);
    }

    private static ServiceBusSenderAsyncClient sender(String connectionString, String queue, Bounds bounds) {
        return new ServiceBusClientBuilder()
                .connectionString(connectionString)
                .retryOptions(new AmqpRetryOptions().setTryTimeout(bounds.timeout()))
                .sender()
                .queueName(queue)
                .buildAsyncClient();
    }

    private static String connectionString(int port) {
        return "Endpoint=sb://127.0.0.1:%d;SharedAccessKeyName=n;SharedAccessKey=a2V5;UseDevelopmentEmulator=true;"
                .formatted(port);
    }

    private static ServiceBusMessage message(int number) {
        return new ServiceBusMessage("order " + number).setMessageId("id-" + number);
    }

    private static Fate fateOf(CompletableFuture<Void> send) {
        assertThatThrownBy(send::join).isInstanceOf(CompletionException.class);
        return SendException.of(send.handle((nothing, e) -> e).join()).fate();
    }
}
