package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import dev.sluice.emulator.broker.EntityCounts;
import dev.sluice.emulator.broker.QueueOptions;
import dev.sluice.emulator.fault.Fault;
import dev.sluice.emulator.fault.FaultKind;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each fault looks like to the real SDK. Measured times are only ever compared with a lower bound. */
class FaultsIT extends SdkTest {

    private static final EntityCounts EMPTY = new EntityCounts(0, 0, 0, 0, 0);

    private int retries = 3;
    private Duration tryTimeout = Duration.ofSeconds(30);

    @BeforeEach
    void start() {
        start(QueueOptions.named("orders"), QueueOptions.named("others"));
    }

    @Override
    ServiceBusClientBuilder clients() {
        return new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .retryOptions(new AmqpRetryOptions()
                        .setTryTimeout(tryTimeout)
                        .setDelay(Duration.ofMillis(100))
                        .setMaxRetries(retries));
    }

    @Test
    void serverBusyReachesAnApplicationThatDoesNotRetry() {
        retries = 0;
        var sender = sender("orders");
        sender.sendMessage(message("a"));
        var fault = emulator.faults().add(Fault.of(FaultKind.SERVER_BUSY).at("orders"));
        assertBusy(() -> sender.sendMessage(message("b")));
        assertBusy(() -> sender("orders").sendMessage(message("at the attach")));
        assertBusy(() -> receiver("orders").peekMessage());
        sender("others").sendMessage(message("not concerned"));
        assertThat(emulator.faults().remove(fault.id())).isTrue();
        sender.sendMessage(message("c"));
        assertThat(emulator.counts("orders").active()).isEqualTo(2);
    }

    @Test
    void serverBusyOnceIsRetriedBySdk() {
        var sender = sender("orders");
        sender.sendMessage(message("a"));
        var fault = emulator.faults().add(Fault.of(FaultKind.SERVER_BUSY).times(1));
        sender.sendMessage(message("b"));
        assertThat(fault.struck()).isEqualTo(1);
        assertThat(emulator.faults().list()).isEmpty();
        assertThat(emulator.counts("orders").active()).isEqualTo(2);
    }

    @Test
    void delayedAnswersComeLater() {
        var sender = sender("orders");
        var receiver = receiver("orders");
        sender.sendMessage(message("a"));
        var received = receiveOne(receiver);
        emulator.faults().add(Fault.lasting(FaultKind.DELAY, Duration.ofMillis(1500)));
        assertTakes(1500, () -> sender.sendMessage(message("b")));
        assertTakes(1500, receiver::peekMessage);
        assertTakes(1500, () -> receiver.complete(received));
        assertThat(emulator.counts("orders")).isEqualTo(new EntityCounts(1, 0, 0, 0, 0));
    }

    @Test
    void aConnectionDroppedBeforeTheMessageWasTakenLosesItOnceAndTheRetryBringsIt() {
        var sender = sender("orders");
        sender.sendMessage(message("a"));
        var fault = emulator.faults()
                .add(Fault.of(FaultKind.DROP_CONNECTION).at("orders").times(1));
        sender.sendMessage(message("b"));
        assertThat(fault.struck()).isEqualTo(1);
        assertThat(emulator.counts("orders").active()).isEqualTo(2);
    }

    @Test
    void aConnectionDroppedAfterTheMessageWasTakenMakesTheRetryADuplicate() {
        var sender = sender("orders");
        sender.sendMessage(message("a"));
        emulator.faults().add(Fault.of(FaultKind.DROP_CONNECTION).times(1).afterwards());
        sender.sendMessage(message("b"));
        assertThat(emulator.counts("orders").active()).isEqualTo(3);
    }

    @Test
    void aSettlementThatIsDroppedIsNotExecutedWhileSendsGoOn() {
        retries = 0;
        tryTimeout = Duration.ofSeconds(5);
        var sender = sender("orders");
        sender.sendMessage(message("a"));
        var receiver = receiver("orders");
        var received = receiveOne(receiver);
        var fault = emulator.faults()
                .add(Fault.of(FaultKind.DROP_SETTLEMENT).at("orders").times(1));
        sender.sendMessage(message("b"));
        assertThat(fault.struck()).isZero();
        assertThatThrownBy(() -> receiver.complete(received)).isInstanceOf(RuntimeException.class);
        assertThat(fault.struck()).isEqualTo(1);
        assertThat(emulator.counts("orders").locked()).isEqualTo(1);
    }

    @Test
    void aDetachedLinkIsAttachedAgain() {
        var sender = sender("orders");
        var receiver = receiver("orders");
        sender.sendMessage(message("a"));
        assertThat(receiveOne(receiver)).isNotNull();
        var fault = emulator.faults()
                .add(Fault.of(FaultKind.DETACH_LINK).at("orders").times(2));
        await().untilAsserted(() -> assertThat(fault.struck()).isEqualTo(2));
        sender.sendMessage(message("b"));
        assertThat(receiveOne(receiver).getBody().toString()).isEqualTo("b");
    }

    @Test
    void aLostSettlementIsExecutedAndTheClientNeverLearns() {
        retries = 0;
        tryTimeout = Duration.ofSeconds(5);
        sender("orders").sendMessage(message("a"));
        var receiver = receiver("orders");
        var received = receiveOne(receiver);
        emulator.faults().add(Fault.of(FaultKind.LOSE_SETTLEMENT).times(1));
        assertThatThrownBy(() -> receiver.complete(received)).isInstanceOf(RuntimeException.class);
        assertThat(emulator.counts("orders")).isEqualTo(EMPTY);
    }

    @Test
    void aFrozenConnectionGoesOnWhereItWas() {
        var sender = sender("orders");
        sender.sendMessage(message("a"));
        emulator.faults()
                .add(Fault.lasting(FaultKind.FREEZE, Duration.ofSeconds(3))
                        .at("orders")
                        .times(1));
        assertTakes(1000, () -> sender.sendMessage(message("b")));
        assertThat(emulator.counts("orders").active()).isEqualTo(2);
    }

    @Test
    void aFaultForAnotherConnectionDoesNothing() {
        retries = 0;
        emulator.faults().add(Fault.of(FaultKind.SERVER_BUSY).on("nobody"));
        sender("orders").sendMessage(message("a"));
        assertThat(emulator.faults().struck()).isZero();
    }

    @Test
    void faultsAndResetsUnderLoadLeaveTheCountsTrue() throws Exception {
        var admin = ServiceBusEmulator.builder()
                .queue(QueueOptions.named("orders").lockDuration(Duration.ofSeconds(1)))
                .start();
        try (admin) {
            emulator.close();
            emulator = admin;
            emulator.faults().add(Fault.of(FaultKind.DROP_CONNECTION).probability(0.01));
            emulator.faults().add(Fault.of(FaultKind.LOSE_SETTLEMENT).probability(0.05));
            var stop = new AtomicBoolean();
            tryTimeout = Duration.ofSeconds(2);
            var sender = sender("orders");
            var receiver = receiver("orders");
            var clients = Executors.newFixedThreadPool(2);
            clients.execute(() -> until(stop, () -> sender.sendMessage(message("x".repeat(1000)))));
            clients.execute(() -> until(stop, () -> receiver.receiveMessages(10, Duration.ofMillis(500))
                    .forEach(receiver::complete)));
            for (int i = 0; i < 50; i++) {
                AdminIT.request(admin, "DELETE", "/entities/orders/messages", null);
            }
            await().atMost(Duration.ofSeconds(60)).until(() -> emulator.faults().struck() > 0);
            stop.set(true);
            clients.shutdown();
            assertThat(clients.awaitTermination(120, TimeUnit.SECONDS)).isTrue();
            emulator.faults().clear();
            AdminIT.request(admin, "DELETE", "/messages", null);
            assertThat(emulator.counts("orders")).isEqualTo(EMPTY);
            sender("orders").sendMessage(message("after"));
            // Locked, if the receiver's last call left credit behind.
            var counts = emulator.counts("orders");
            assertThat(counts.active() + counts.locked()).isEqualTo(1);
        }
    }

    private static void until(AtomicBoolean stop, Runnable work) {
        while (!stop.get()) {
            try {
                work.run();
            } catch (RuntimeException struck) {
                // That is what the faults are for.
            }
        }
    }

    /** The SDK wraps an error that it would retry, if it may not, in one without a reason. */
    private static void assertBusy(ThrowingCallable call) {
        assertThatThrownBy(call)
                .hasRootCauseInstanceOf(AmqpException.class)
                .rootCause()
                .asInstanceOf(InstanceOfAssertFactories.type(AmqpException.class))
                .satisfies(cause -> {
                    assertThat(cause.getErrorCondition()).isEqualTo(AmqpErrorCondition.SERVER_BUSY_ERROR);
                    assertThat(cause.isTransient()).isTrue();
                });
    }

    private static void assertTakes(long millis, Runnable work) {
        long start = System.nanoTime();
        work.run();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(millis));
    }
}
