package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusProcessorClient;
import com.azure.messaging.servicebus.ServiceBusReceivedMessageContext;
import dev.sluice.emulator.broker.EntityCounts;
import dev.sluice.emulator.broker.QueueOptions;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The processor client: concurrency, competing consumers, lock renewal, and an emulator that goes away and returns. */
class ProcessorIT extends SdkTest {

    private static final EntityCounts EMPTY = new EntityCounts(0, 0, 0, 0, 0);

    private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();

    @Test
    void competingConsumersShareAllMessagesAndEachIsProcessedOnce() {
        start(QueueOptions.named("orders"));
        Queue<String> processed = new ConcurrentLinkedQueue<>();
        processor("orders", 8, context -> processed.add(body(context))).start();
        processor("orders", 8, context -> processed.add(body(context))).start();
        var bodies = IntStream.range(0, 2000).mapToObj(i -> "m" + i).toList();
        sendAll("orders", bodies);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> emulator.counts("orders").equals(EMPTY));
        assertThat(processed).containsExactlyInAnyOrderElementsOf(bodies);
        assertThat(errors).isEmpty();
    }

    @Test
    void aHandlerMayTakeLongerThanTheLockLastsWhileItIsRenewed() throws Exception {
        start(QueueOptions.named("orders").lockDuration(Duration.ofSeconds(2)));
        var deliveries = new ConcurrentLinkedQueue<Long>();
        var release = new CountDownLatch(1);
        processor("orders", 1, context -> {
                    deliveries.add(context.getMessage().getDeliveryCount());
                    awaitUninterruptibly(release);
                })
                .start();
        var sentAt = System.nanoTime();
        sender("orders").sendMessage(message("slow"));
        await().atMost(Duration.ofSeconds(20))
                .until(() -> System.nanoTime() - sentAt > Duration.ofSeconds(6).toNanos());
        assertThat(emulator.counts("orders").locked()).isEqualTo(1);
        release.countDown();
        await().until(() -> emulator.counts("orders").equals(EMPTY));
        assertThat(deliveries).containsExactly(0L);
    }

    @Test
    void aHandlerThatFailsGivesTheMessageBack() {
        start(QueueOptions.named("orders").maxDeliveryCount(3));
        Queue<Long> counts = new ConcurrentLinkedQueue<>();
        processor("orders", 1, context -> {
                    counts.add(context.getMessage().getDeliveryCount());
                    throw new IllegalStateException("on purpose");
                })
                .start();
        sender("orders").sendMessage(message("poison"));
        await().until(() -> emulator.counts("orders").deadLettered() == 1);
        assertThat(counts).containsExactly(0L, 1L, 2L);
    }

    @Test
    void clientsReconnectToAnEmulatorThatReturnsOnTheSamePort() {
        start(QueueOptions.named("orders"));
        Set<String> processed = ConcurrentHashMap.newKeySet();
        processor("orders", 4, context -> processed.add(body(context))).start();
        var sender = sender("orders");
        sender.sendMessage(message("before"));
        await().until(() -> processed.contains("before"));
        int port = emulator.port();

        emulator.close();
        emulator = ServiceBusEmulator.builder()
                .port(port)
                .adminPort(-1)
                .queue(QueueOptions.named("orders"))
                .start();
        sender.sendMessage(message("after"));
        await().atMost(Duration.ofSeconds(30)).until(() -> processed.contains("after"));
    }

    private ServiceBusProcessorClient processor(
            String queue, int concurrency, Consumer<ServiceBusReceivedMessageContext> handler) {
        return closing(clients()
                .processor()
                .queueName(queue)
                .maxConcurrentCalls(concurrency)
                .prefetchCount(0)
                .maxAutoLockRenewDuration(Duration.ofMinutes(1))
                .processMessage(handler)
                .processError(context -> errors.add(context.getException()))
                .buildProcessorClient());
    }

    private void sendAll(String queue, List<String> bodies) {
        sender(queue).sendMessages(bodies.stream().map(SdkTest::message).toList());
    }

    private static String body(ServiceBusReceivedMessageContext context) {
        return context.getMessage().getBody().toString();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
