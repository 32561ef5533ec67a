package dev.sluice.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import dev.sluice.emulator.ServiceBusEmulator;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.emulator.fault.Fault;
import dev.sluice.emulator.fault.FaultKind;
import dev.sluice.servicebus.SendException.Fate;
import dev.sluice.testkit.TcpProxy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two namespaces, of which the primary, or both, are broken in every way that there is. */
class FailoverSenderIT {
    private static final String QUEUE = "orders";
    private static final int CLOSED = 0;
    private static final int HALF_OPEN = 1;
    private static final int OPEN = 2;

    private record Failover(Duration primaryTimeout, int failures, Duration probeInterval) implements FailoverConfig {}

    private static final NamespaceBounds BOUNDS = new NamespaceBounds(Duration.ofSeconds(10), 2048, 500, 2);
    private static final Failover FAILOVER = new Failover(Duration.ofSeconds(3), 5, Duration.ofMillis(200));

    private static final NamespaceBounds ONE_PLACE = new NamespaceBounds(Duration.ofMinutes(1), 1, 500, 1);

    /** For what is bound to run into its time limit; however slowly they come, there is a place on the wire for each of ten. */
    private static final NamespaceBounds BRIEF = new NamespaceBounds(Duration.ofSeconds(3), 10, 500, 10);

    private static final Failover SOON = new Failover(Duration.ofSeconds(1), 5, Duration.ofMillis(200));

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private ServiceBusEmulator primary;
    private ServiceBusEmulator secondary;
    private TcpProxy wire;
    private TcpProxy secondWire;
    private SendPipeline toPrimary;
    private FailoverSender sender;

    @BeforeEach
    void start() {
        primary = emulator(0, QueueOptions.named(QUEUE));
        secondary = emulator(0, QueueOptions.named(QUEUE));
        connect(NamespaceBounds.ofPrimary(BOUNDS, FAILOVER), BOUNDS, FAILOVER);
        await().until(() -> answering().values().stream().allMatch(Boolean::booleanValue));
    }

    @AfterEach
    void stop() {
        sender.close();
        wire.close();
        secondWire.close();
        primary.close();
        secondary.close();
    }

    @Test
    void whileThePrimaryAnswersTheSecondaryGetsNothing() {
        sendAll(1, 100);

        assertThat(active(primary)).isEqualTo(100);
        assertThat(active(secondary)).isZero();
        assertThat(breaker()).isEqualTo(CLOSED);
        assertThat(answering()).isEqualTo(Map.of("primary", true, "secondary", true));
    }

    @Test
    void whenThePrimaryIsGoneMessagesReachTheSecondaryUnderTheSameIdAndComeBackByThemselves() {
        int port = primary.port();
        primary.close();

        sendAll(1, 100);

        assertThat(active(secondary)).isEqualTo(100);
        assertThat(ids(secondary)).contains("id-1", "id-100");
        assertThat(breaker()).isEqualTo(OPEN);
        assertThat(answering()).isEqualTo(Map.of("primary", false, "secondary", true));

        primary = emulator(port, QueueOptions.named(QUEUE));
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    send(101).join();
                    return breaker() == CLOSED;
                });
        primary.clear();
        secondary.clear();
        sendAll(200, 300);
        assertThat(active(primary)).isEqualTo(101);
        assertThat(active(secondary)).isZero();
    }

    @Test
    void aPrimaryThatIsBusyIsLeftAtOnce() {
        primary.faults().add(Fault.of(FaultKind.SERVER_BUSY).at(QUEUE));

        sendAll(1, 20);

        assertThat(active(secondary)).isEqualTo(20);
        assertThat(breaker()).isEqualTo(OPEN);
    }

    @Test
    void aPrimaryThatIsFullIsLeftAtOnceAndGetsMessagesAgainWhenThereIsRoom() {
        int port = primary.port();
        primary.close();
        primary = emulator(port, QueueOptions.named(QUEUE).maxSizeBytes(2_000));
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> {
                    send(1).join();
                    return active(primary) > 0 && active(secondary) > 2 * FAILOVER.failures();
                });

        primary.clear();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            send(2).join();
            return active(primary) > 0;
        });
    }

    /** A drop of the connection fails one batch; that is not enough to leave the primary, but no message is given up. */
    @Test
    void aSingleFailureIsMadeGoodByTheSecondary() {
        primary.faults().add(Fault.of(FaultKind.DROP_CONNECTION).at(QUEUE).times(1));

        send(1).join();
        assertThat(active(secondary)).isEqualTo(1);
        assertThat(breaker()).isEqualTo(CLOSED);

        send(2).join();
        assertThat(active(primary)).isEqualTo(1);
    }

    @Test
    void aMessageThatIsTooLargeIsNotTriedTwiceAndSaysNothingAboutTheNamespace() {
        for (int i = 0; i < 2 * FAILOVER.failures(); i++) {
            CompletableFuture<Void> large = sender.send(new ServiceBusMessage("x".repeat(3_000_000)));
            assertThat(fateOf(large)).isEqualTo(Fate.REFUSED);
        }
        assertThat(breaker()).isEqualTo(CLOSED);
        assertThat(batches("secondary")).isZero();
    }

    @Test
    void aPrimaryThatTakesMessagesAndDoesNotAnswerLeavesTimeForTheSecondary() {
        wire.holdAnswers();
        long begin = System.nanoTime();

        send(1).join();
        assertThat(active(secondary)).isEqualTo(1);
        assertThat(active(primary)).as("doubled, under the same id").isEqualTo(1);
        assertThat(ids(primary)).isEqualTo(ids(secondary));
        assertThat(breaker()).as("one timeout is enough").isEqualTo(OPEN);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(BOUNDS.timeout());
    }

    /** They would each wait for the end of their own time otherwise. */
    @Test
    void whatWaitsForThePrimaryGoesToTheSecondaryAsSoonAsTheBreakerOpens() {
        reconnect(
                new NamespaceBounds(Duration.ofSeconds(60), 2048, 1, 1),
                new Failover(Duration.ofSeconds(50), 1, Duration.ofSeconds(1)));
        primary.faults()
                .add(Fault.lasting(FaultKind.DELAY, Duration.ofMinutes(1)).at(QUEUE));
        List<CompletableFuture<Void>> fates =
                IntStream.rangeClosed(2, 21).mapToObj(this::send).toList();
        await().until(() -> active(primary) == 1);

        primary.close();

        fates.forEach(fate -> assertThat(fate).succeedsWithin(Duration.ofSeconds(20)));
        assertThat(active(secondary)).isEqualTo(20);
    }

    /** What the breaker calls half open: the link is there, and the one message that tries it fails. */
    @Test
    void aPrimaryThatOnlySeemsToBeBackIsLeftAgain() {
        primary.faults().add(Fault.of(FaultKind.SERVER_BUSY).at(QUEUE));
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    send(1).join();
                    return primary.faults().struck() > FAILOVER.failures() + 5;
                });
        assertThat(active(primary)).isZero();
        assertThat(breaker()).isNotEqualTo(CLOSED);
    }

    @Test
    void whenBothFailEveryMessageIsToldInTimeAndCountsOnceWhereverItIs() {
        reconnect(BRIEF, SOON);
        wire.holdAnswers();
        secondWire.holdAnswers();
        long begin = System.nanoTime();

        List<CompletableFuture<Void>> admitted =
                IntStream.range(0, 10).mapToObj(this::send).toList();
        assertThat(fateOf(send(11))).isEqualTo(Fate.BUSY);
        await().until(() -> active(secondary) == 10);
        assertThat(fateOf(send(12))).as("now that all are on the secondary").isEqualTo(Fate.BUSY);

        admitted.forEach(fate -> assertThat(fateOf(fate)).isEqualTo(Fate.UNKNOWN));
        assertThat(Duration.ofNanos(System.nanoTime() - begin))
                .as("for both together")
                .isLessThan(BRIEF.timeout().plusSeconds(2));
        wire.release();
        secondWire.release();
        await().untilAsserted(() -> send(13).join());
    }

    @Test
    void aThousandInFlightWhenThePrimaryVanishesAreAllAcknowledgedInTime() {
        List<CompletableFuture<Void>> fates =
                IntStream.rangeClosed(1, 1000).mapToObj(this::send).toList();
        wire.cut();

        long begin = System.nanoTime();
        fates.forEach(CompletableFuture::join);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(BOUNDS.timeout());
        List<String> both = IntStream.range(0, 2)
                .mapToObj(i -> ids(i == 0 ? primary : secondary))
                .flatMap(List::stream)
                .distinct()
                .toList();
        assertThat(both).hasSize(1000);
    }

    @Test
    void closeLetsWhatIsInFlightFinishOnTheSecondary() {
        reconnect(BRIEF, SOON);
        wire.holdAnswers();
        List<CompletableFuture<Void>> fates =
                IntStream.range(0, 10).mapToObj(this::send).toList();

        CompletableFuture<Void> closing = CompletableFuture.runAsync(sender::close);

        fates.forEach(CompletableFuture::join);
        wire.release();
        closing.join();
        assertThat(active(secondary)).isEqualTo(10);
        assertThat(fateOf(send(11))).isEqualTo(Fate.CLOSED);
    }

    /** A primary that has enough to do is left at once, and is no broken one. */
    @Test
    void whatThePrimaryHasNoRoomForGoesToTheSecondaryAndIsNotHeldAgainstIt() {
        reconnect(ONE_PLACE, BOUNDS, FAILOVER);
        wire.holdAnswers();
        CompletableFuture<Void> held = send(1);

        sendAll(2, 20);

        assertThat(active(secondary)).isEqualTo(19);
        assertThat(breaker()).isEqualTo(CLOSED);
        wire.release();
        held.join();
    }

    /** Else nobody would ever be the one message that tries it. */
    @Test
    void whenThereIsNoRoomForTheMessageThatTriesThePrimaryAnotherOneDoes() {
        reconnect(ONE_PLACE, BOUNDS, FAILOVER);
        primary.faults().add(Fault.of(FaultKind.SERVER_BUSY).at(QUEUE));
        await().until(() -> {
            send(1).join();
            return breaker() == OPEN;
        });
        primary.faults().clear();
        await().until(() -> answering().get("primary") && breaker() == HALF_OPEN);
        wire.holdAnswers();
        CompletableFuture<Void> held = toPrimary.send(new ServiceBusMessage("takes the place"));

        send(2).join();
        assertThat(breaker()).isEqualTo(HALF_OPEN);
        wire.release();
        held.join();

        send(3).join();
        assertThat(breaker()).isEqualTo(CLOSED);
    }

    /** Whoever says no to a message is there. */
    @Test
    void aPrimaryThatRefusesTheMessageThatTriesItIsUsedAgain() {
        int port = primary.port();
        primary.close();
        sendAll(1, 20);
        assertThat(breaker()).isEqualTo(OPEN);
        primary = emulator(port, QueueOptions.named(QUEUE));

        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    assertThat(fateOf(sender.send(new ServiceBusMessage(BinaryData.fromBytes(new byte[2 << 20])))))
                            .isEqualTo(Fate.REFUSED);
                    return breaker() == CLOSED;
                });
    }

    private void reconnect(SendConfig bounds, FailoverConfig failover) {
        reconnect(NamespaceBounds.ofPrimary(bounds, failover), bounds, failover);
    }

    private void reconnect(SendConfig ofPrimary, SendConfig bounds, FailoverConfig failover) {
        sender.close();
        connect(ofPrimary, bounds, failover);
        await().until(() -> answering().values().stream().allMatch(Boolean::booleanValue));
    }

    private Map<String, Boolean> answering() {
        return sender.answering(Duration.ofSeconds(2)).join();
    }

    private void connect(SendConfig ofPrimary, SendConfig bounds, FailoverConfig failover) {
        wire = new TcpProxy(primary.port());
        secondWire = new TcpProxy(secondary.port());
        toPrimary = pipeline(SendPipeline.PRIMARY, wire, ofPrimary);
        sender = new FailoverSender(
                toPrimary,
                pipeline(SendPipeline.SECONDARY, secondWire, NamespaceBounds.ofSecondary(bounds, failover)),
                bounds,
                failover,
                metrics);
    }

    private SendPipeline pipeline(String role, TcpProxy wire, SendConfig bounds) {
        ServiceBusSenderAsyncClient client = new ServiceBusClientBuilder()
                .connectionString(
                        "Endpoint=sb://127.0.0.1:%d;SharedAccessKeyName=n;SharedAccessKey=a2V5;UseDevelopmentEmulator=true;"
                                .formatted(wire.port()))
                .retryOptions(new AmqpRetryOptions().setMaxRetries(0).setTryTimeout(bounds.timeout()))
                .sender()
                .queueName(QUEUE)
                .buildAsyncClient();
        return new SendPipeline(role, client, bounds, metrics);
    }

    private static ServiceBusEmulator emulator(int port, QueueOptions queue) {
        return ServiceBusEmulator.builder().port(port).queue(queue).start();
    }

    private CompletableFuture<Void> send(int number) {
        return sender.send(new ServiceBusMessage("order " + number).setMessageId("id-" + number));
    }

    private void sendAll(int first, int last) {
        CompletableFuture.allOf(
                        IntStream.rangeClosed(first, last).mapToObj(this::send).toArray(CompletableFuture[]::new))
                .join();
    }

    private double breaker() {
        return metrics.get("sluice.send.breaker.state").gauge().value();
    }

    private long batches(String namespace) {
        return metrics.get("sluice.send.batch.messages")
                .tag("namespace", namespace)
                .summary()
                .count();
    }

    private static long active(ServiceBusEmulator emulator) {
        return emulator.counts(QUEUE).active();
    }

    private static List<String> ids(ServiceBusEmulator emulator) {
        try (var receiver = new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .receiver()
                .queueName(QUEUE)
                .buildClient()) {
            return receiver.peekMessages(2000).stream()
                    .map(ServiceBusReceivedMessage::getMessageId)
                    .toList();
        }
    }

    private static Fate fateOf(CompletableFuture<Void> send) {
        Throwable failure = send.handle((nothing, e) -> e).join();
        assertThat(failure).as("it fails").isNotNull();
        return SendException.of(failure).fate();
    }
}
