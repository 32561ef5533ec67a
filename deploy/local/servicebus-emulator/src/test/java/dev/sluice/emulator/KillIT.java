package dev.sluice.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The durable emulator, killed again and again at random moments under load. The ledger is kept here, outside of it: what
 * it acknowledged is never lost, and what it acknowledged as completed never comes back.
 */
class KillIT {

    private static final int BACKLOG = 5_000;
    private static final int SENDERS = 3;
    private static final int RECEIVERS = 2;

    @TempDir
    Path data;

    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Set<String> received = ConcurrentHashMap.newKeySet();
    // By sequence number, which is never given out twice: the SDK itself may send one message twice.
    private final Set<Long> completed = ConcurrentHashMap.newKeySet();
    private final Set<Long> cameBack = ConcurrentHashMap.newKeySet();
    private final AtomicInteger lastName = new AtomicInteger();
    private final AtomicBoolean sending = new AtomicBoolean(true);
    private final AtomicBoolean receiving = new AtomicBoolean(true);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private EmulatorProcess emulator;

    @AfterEach
    void stop() throws InterruptedException {
        sending.set(false);
        receiving.set(false);
        if (emulator != null) {
            emulator.close();
        }
        threads.shutdown();
        threads.awaitTermination(60, TimeUnit.SECONDS);
    }

    @Test
    void threeKillsUnderLoad() throws Exception {
        killUnderLoad(3);
    }

    @Test
    void aKillUnderLoadWithFsync() throws Exception {
        killUnderLoad(1, "--fsync");
    }

    @Test
    @Tag("full")
    void twentyKillsUnderLoad() throws Exception {
        killUnderLoad(20);
    }

    private void killUnderLoad(int kills, String... options) throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var arguments = new ArrayList<>(
                List.of("--port", "" + EmulatorProcess.freePort(), "--auto-create", "--data", data.toString()));
        arguments.addAll(List.of(options));
        emulator = EmulatorProcess.start(List.of(), List.of(), arguments);
        for (int i = 0; i < SENDERS; i++) {
            threads.execute(this::send);
        }
        for (int i = 0; i < RECEIVERS; i++) {
            threads.execute(this::receive);
        }
        for (int i = 0; i < kills; i++) {
            int before = completed.size();
            // Under load, not before it: some went all the way since the last start.
            await().atMost(Duration.ofSeconds(120)).until(() -> completed.size() > before + 20);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(700));
            emulator.kill();
            emulator = EmulatorProcess.start(List.of(), List.of(), arguments);
            assertThat(emulator.output()).contains("restored in").doesNotContain("damaged");
        }
        int before = sent.size();
        await().atMost(Duration.ofSeconds(120)).until(() -> sent.size() > before + 20);
        sending.set(false);
        await().atMost(Duration.ofSeconds(180)).untilAsserted(() -> {
            var missing = new HashSet<>(sent);
            missing.removeAll(received);
            assertThat(missing)
                    .as("acknowledged and never received; seed " + seed)
                    .isEmpty();
        });
        receiving.set(false);
        assertThat(cameBack)
                .as("completed, acknowledged, and received again; seed " + seed)
                .isEmpty();
        System.out.printf(
                "KillIT: %d kills, %d sends acknowledged, %d received, %d completions acknowledged%n",
                kills, sent.size(), received.size(), completed.size());
    }

    private void send() {
        while (sending.get()) {
            try (var sender = sender()) {
                while (sending.get()) {
                    // Senders are faster than receivers; with millions waiting, restarts take long and show no more.
                    if (sent.size() - received.size() > BACKLOG) {
                        TimeUnit.MILLISECONDS.sleep(5);
                        continue;
                    }
                    var batch = new ArrayList<ServiceBusMessage>();
                    for (int i = 0; i < 5; i++) {
                        batch.add(new ServiceBusMessage("m" + lastName.incrementAndGet()));
                    }
                    sender.sendMessages(batch);
                    batch.forEach(message -> sent.add(message.getBody().toString()));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                // Not acknowledged: it may be there or not.
            }
        }
    }

    private void receive() {
        while (receiving.get()) {
            try (var receiver = receiver()) {
                while (receiving.get()) {
                    for (var message : receiver.receiveMessages(10, Duration.ofSeconds(1))) {
                        var name = message.getBody().toString();
                        if (completed.contains(message.getSequenceNumber())) {
                            cameBack.add(message.getSequenceNumber());
                        }
                        received.add(name);
                        receiver.complete(message);
                        completed.add(message.getSequenceNumber());
                    }
                }
            } catch (RuntimeException e) {
                // What was not acknowledged as completed may come again.
            }
        }
    }

    private ServiceBusSenderClient sender() {
        return clients().sender().queueName("orders").buildClient();
    }

    private ServiceBusReceiverClient receiver() {
        return clients()
                .receiver()
                .queueName("orders")
                .disableAutoComplete()
                .maxAutoLockRenewDuration(Duration.ZERO)
                .buildClient();
    }

    private ServiceBusClientBuilder clients() {
        return new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .retryOptions(new AmqpRetryOptions()
                        .setTryTimeout(Duration.ofSeconds(5))
                        .setDelay(Duration.ofMillis(100))
                        .setMaxRetries(1));
    }
}
