package dev.sluice.loadtest.poison;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.sluice.stack.Inlet;
import dev.sluice.stack.LocalStack;
import dev.sluice.stack.ServiceProcess;
import dev.sluice.stack.ledger.Audit;
import dev.sluice.stack.ledger.Completion;
import dev.sluice.stack.ledger.Ledger;
import dev.sluice.stack.ledger.LoadResult;
import dev.sluice.stack.ledger.OrderLoad;
import dev.sluice.stack.ledger.Verdict;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever is put on the queue, consumers process it or park it with a reason, and stay as they were. The seed is printed,
 * and taken from {@code -Dsluice.seed}.
 */
@Tag("full")
class FuzzIT {
    private static final int MESSAGES = Integer.getInteger("sluice.fuzz.messages", 5_000);
    private static final int WARM_UP = MESSAGES / 5;
    private static final int ORDERS = 500;
    private static final long HEAP_GROWTH_KIB = 16 * 1024;
    private static final int THREAD_GROWTH = 10;

    private final Ledger ledger = new Ledger();
    private int sent;

    @ParameterizedTest
    @EnumSource(Inlet.class)
    void everyMessageIsProcessedOrParkedWithAReason(Inlet inlet) throws Exception {
        long seed = Long.getLong("sluice.seed", new Random().nextLong());
        System.out.println("fuzz by " + inlet + ", seed " + seed);
        try (LocalStack stack = LocalStack.builder().inlet(inlet).consumers(1).start();
                ServiceBusSenderClient sender = new ServiceBusClientBuilder()
                        .connectionString(stack.emulator().connectionString())
                        .sender()
                        .queueName("orders")
                        .buildClient()) {
            FuzzMessages messages = new FuzzMessages(new Random(seed));
            Audit audit = new Audit(ledger, stack.database(), stack::queued);
            send(sender, messages, WARM_UP);
            settled(audit);
            List<JavaProcess> before = processes(stack);

            CompletableFuture<LoadResult> good = CompletableFuture.supplyAsync(() -> post(stack));
            send(sender, messages, MESSAGES - WARM_UP);
            assertThat(good.get(3, TimeUnit.MINUTES)).isEqualTo(new LoadResult(ORDERS, 0, 0, List.of()));
            Verdict verdict = settled(audit);

            assertThat(verdict.lost()).as("%s", verdict).isZero();
            assertThat(verdict.unexpected()).as("%s", verdict).isZero();
            assertThat(verdict.duplicates()).as("%s", verdict).isZero();
            assertThat(number(
                            stack,
                            "select (select count(*) from fulfilment) + (select count(*) from parked)"
                                    + " + (select coalesce(sum(repeats), 0) from inbox)"))
                    .as("each one is accounted for")
                    .isEqualTo(sent + ORDERS);
            assertThat(number(stack, "select count(*) from parked where reason in ('', 'Unknown')"))
                    .isZero();
            assertThat(number(stack, "select count(distinct reason) from parked"))
                    .as("wrong in many ways")
                    .isGreaterThanOrEqualTo(3);
            stayedAsTheyWere(before, processes(stack));
        }
    }

    private static void stayedAsTheyWere(List<JavaProcess> before, List<JavaProcess> after) {
        assertThat(after)
                .extracting(JavaProcess::pid)
                .as("none has crashed")
                .isEqualTo(before.stream().map(JavaProcess::pid).toList());
        for (int i = 0; i < before.size(); i++) {
            System.out.println(before.get(i) + " -> " + after.get(i));
            assertThat(after.get(i).threads()).isLessThanOrEqualTo(before.get(i).threads() + THREAD_GROWTH);
            assertThat(after.get(i).heapKiB()).isLessThanOrEqualTo(before.get(i).heapKiB() + HEAP_GROWTH_KIB);
        }
    }

    private static List<JavaProcess> processes(LocalStack stack) throws Exception {
        List<JavaProcess> processes = new java.util.ArrayList<>();
        for (ServiceProcess consumer : stack.consumers()) {
            for (long pid : consumer.workers()) {
                processes.add(JavaProcess.look(pid));
            }
        }
        return processes;
    }

    private static Verdict settled(Audit audit) throws Exception {
        Verdict verdict = new Completion(audit, Duration.ofMinutes(2)).await();
        assertThat(verdict.isFinal()).as("nothing is stuck: %s", verdict).isTrue();
        return verdict;
    }

    private void send(ServiceBusSenderClient sender, FuzzMessages messages, int count) {
        for (int number = 0; number < count; number++) {
            ServiceBusMessage message = messages.next();
            Instant now = Instant.now();
            try {
                sender.sendMessage(message);
            } catch (RuntimeException e) {
                throw new AssertionError("the SDK could not send message " + sent, e);
            }
            sent++;
            Object id = message.getApplicationProperties().get(PoisonMessages.ORDER_ID);
            if (id != null && isCanonical(id.toString())) {
                ledger.accepted(UUID.fromString(id.toString()), now);
            }
        }
    }

    /** As the services read it, in whatever case. */
    private static boolean isCanonical(String id) {
        return id.matches("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    private LoadResult post(LocalStack stack) {
        try {
            return new OrderLoad(stack.producerUrl(), stack.headers(), ledger).post(ORDERS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long number(LocalStack stack, String query) throws Exception {
        try (Connection connection = stack.database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
