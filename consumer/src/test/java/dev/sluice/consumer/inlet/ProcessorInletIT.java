package dev.sluice.consumer.inlet;

import static dev.sluice.consumer.Bus.order;
import static dev.sluice.consumer.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import dev.sluice.consumer.Bus;
import dev.sluice.consumer.ScriptedHandler;
import dev.sluice.consumer.Table;
import dev.sluice.consumer.store.DatabaseGate;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

@QuarkusTest
@TestProfile(ProcessorInletIT.QuickWatchdog.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProcessorInletIT {
    /** Of queue orders, as deploy/local/config/servicebus.json says. */
    private static final Duration LOCK_DURATION = Duration.ofMinutes(1);

    public static final class QuickWatchdog implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("sluice.inlet.stall-after", "1S", "sluice.inlet.concurrency", "4");
        }
    }

    @Inject
    Bus bus;

    @Inject
    Table table;

    @Inject
    ScriptedHandler handler;

    @Inject
    ProcessorInlet inlet;

    @Inject
    ServiceBusConnections connections;

    @Inject
    InletConfig config;

    @Inject
    DatabaseGate gate;

    @Test
    @Order(0)
    void aReceiverThatCannotBeMadeIsTriedAgain() {
        AtomicInteger tries = new AtomicInteger();
        ServiceBusNamespace stubborn = new ServiceBusNamespace("stubborn", () -> {
            if (tries.incrementAndGet() < 3) {
                throw new IllegalStateException("no receiver this time");
            }
            return connections.primary().connections().get();
        });
        try (QueueListener listener = new QueueListener(
                stubborn,
                new QueueListener.Settings("orders", 1, 0, config),
                gate,
                new SimpleMeterRegistry(),
                message -> new Settlement.Abandon())) {
            listener.start();

            await().until(listener::isReceiving);
            assertThat(tries).hasValue(3);
        }
    }

    @Test
    @Order(1)
    void processesNoMoreAtOnceThanConfigured() {
        List<UUID> ids = Stream.generate(UUID::randomUUID).limit(6).toList();
        ids.forEach(id -> bus.send(id, order(ScriptedHandler.WAIT)));

        await().until(() -> ids.stream().filter(id -> handler.attempts(id) == 1).count() == 4);
        assertThat(inlet.listener().inHand()).isEqualTo(4);
        ids.forEach(handler::release);
        ids.forEach(id -> await().until(() -> table.effects(id) == 1));
    }

    @Test
    @Order(2)
    void aSilentReceiverIsRebuilt() {
        await().until(inlet.listener()::isReceiving);
        inlet.listener().stall();
        UUID id = UUID.randomUUID();
        bus.send(id, order(null));

        // The link of the silenced receiver may still attract the message while it closes: then it is the lock that
        // gives it back.
        await().atMost(LOCK_DURATION.plusSeconds(30)).until(() -> table.effects(id) == 1);
    }

    /** The SDK's own close would fail what is in hand: it would be settled by nobody and delivered again. */
    @Test
    @Order(3)
    void aStopLetsWhatIsInHandEndAndSettles() {
        UUID id = UUID.randomUUID();
        bus.send(id, order(ScriptedHandler.WAIT));
        await().until(() -> handler.attempts(id) == 1);

        CompletableFuture<Void> stop = CompletableFuture.runAsync(inlet.listener()::close);
        await().until(inlet.listener()::isStopping);
        handler.release(id);
        stop.join();

        assertThat(table.effects(id)).isOne();
        try (ServiceBusReceiverClient queue = connections
                .primary()
                .connections()
                .get()
                .receiver()
                .queueName("orders")
                .buildClient()) {
            assertThat(queue.peekMessages(10, 0).stream()
                            .map(message -> message.getApplicationProperties().get("sluice-order-id")))
                    .doesNotContain(id.toString());
        }
    }
}
