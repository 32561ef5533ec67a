package dev.sluice.consumer.inlet;

import static dev.sluice.consumer.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.sluice.consumer.store.CuttableDatabase;
import dev.sluice.emulator.ServiceBusEmulator;
import dev.sluice.emulator.broker.QueueOptions;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(ProcessorBehaviourIT.Quick.class)
@QuarkusTestResource(value = CuttableDatabase.class, restrictToAnnotatedClass = true)
class ProcessorMetricsIT extends InletMetrics {
    private static final String QUEUE = "briefly-locked";
    private static final Duration LOCK = Duration.ofSeconds(5);

    private final SimpleMeterRegistry counted = new SimpleMeterRegistry();

    @Override
    String inHand() {
        return "sluice.inlet.in.hand{}";
    }

    @Test
    void aLockThatIsRenewed() {
        CountDownLatch handled = new CountDownLatch(1);
        try (ServiceBusEmulator emulator = emulator();
                QueueListener listener = listener(emulator, "5M", () -> waitFor(handled))) {
            listener.start();
            await().during(LOCK.plusSeconds(1))
                    .until(() -> emulator.counts(QUEUE).locked() == 1);
            handled.countDown();

            await().until(() -> count("sluice.locks.renewed") == 1);
            assertThat(count("sluice.locks.lost")).isZero();
            assertThat(received(false)).isOne();
            assertThat(received(true)).isZero();
        }
    }

    @Test
    void aLockThatIsLost() {
        AtomicBoolean first = new AtomicBoolean(true);
        try (ServiceBusEmulator emulator = emulator();
                QueueListener listener = listener(emulator, "0S", () -> {
                    if (first.getAndSet(false)) {
                        await().until(() -> emulator.counts(QUEUE).locked() == 0);
                    }
                })) {
            listener.start();

            await().until(() -> emulator.counts(QUEUE).active() == 0
                    && emulator.counts(QUEUE).locked() == 0);
            assertThat(count("sluice.locks.lost")).isOne();
            assertThat(count("sluice.locks.renewed")).isZero();
            assertThat(received(false)).isOne();
            assertThat(received(true)).isOne();
        }
    }

    /** With one message on it. */
    private static ServiceBusEmulator emulator() {
        ServiceBusEmulator emulator = ServiceBusEmulator.builder()
                .queue(QueueOptions.named(QUEUE).lockDuration(LOCK))
                .start();
        try (ServiceBusSenderClient sender = new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .sender()
                .queueName(QUEUE)
                .buildClient()) {
            sender.sendMessage(new ServiceBusMessage("any"));
        }
        return emulator;
    }

    private QueueListener listener(ServiceBusEmulator emulator, String renewal, Runnable handler) {
        InletConfig bounds = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(InletConfig.class)
                .withDefaultValues(Map.of("sluice.inlet.max-lock-renewal", renewal))
                .build()
                .getConfigMapping(InletConfig.class);
        ServiceBusNamespace namespace = new ServiceBusNamespace(
                "test", () -> new ServiceBusClientBuilder().connectionString(emulator.connectionString()));
        return new QueueListener(namespace, new QueueListener.Settings(QUEUE, 1, 0, bounds), gate, counted, message -> {
            handler.run();
            return new Settlement.Complete();
        });
    }

    private static void waitFor(CountDownLatch handled) {
        try {
            handled.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private double received(boolean redelivered) {
        return counted.get("sluice.messages.received")
                .tag("redelivered", Boolean.toString(redelivered))
                .counter()
                .count();
    }

    private double count(String name) {
        return counted.get(name).counter().count();
    }
}
