package dev.sluice.producer.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.sluice.producer.OrdersQueue;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * 10,000 requests of which nine in ten are bad in a way that a seed decides; {@code -Dsluice.fuzz.seed} repeats a run. Whatever
 * they are, nothing breaks, nothing is lost, nothing stays behind, and the good ones among them don't notice.
 */
@QuarkusTest
class FuzzIT {
    private static final int REQUESTS = 10_000;
    private static final int WARM_UP = 1_000;
    private static final int CLIENTS = 4;

    /** What pools may still grow by after the warm-up. */
    private static final int MORE_THREADS = 40;

    private static final long MORE_HEAP_BYTES = 64 << 20;

    @TestHTTPResource
    URI address;

    private final FuzzLedger ledger = new FuzzLedger();

    @Test
    void whateverComesInNothingBreaksAndNothingIsLost() throws Exception {
        long seed = Long.getLong("sluice.fuzz.seed", new Random().nextLong());
        System.out.println("fuzz: repeat with -Dsluice.fuzz.seed=" + seed);
        SplittableRandom random = new SplittableRandom(seed);
        try (OrdersQueue queue = OrdersQueue.ofApplication()) {
            queue.clear();
            run(random, "warm", WARM_UP);
            int threads = threads();
            long heap = heapAfterCollection();

            run(random, "fuzz", REQUESTS);

            System.out.println("fuzz: answers by status " + ledger.statuses() + ", none to " + ledger.unanswered());
            assertThat(ledger.wrong()).as("seed " + seed).isEmpty();
            assertThat(ledger.accepted()).hasSizeGreaterThan((WARM_UP + REQUESTS) / 10);
            await().atMost(Duration.ofSeconds(30)).until(() -> inFlight() == 0);
            assertAllAreThere(queue, seed);
            assertThat(threads()).as("threads, seed " + seed).isLessThan(threads + MORE_THREADS);
            assertThat(heapAfterCollection()).as("heap, seed " + seed).isLessThan(heap + MORE_HEAP_BYTES);
            queue.clear();
        }
    }

    private void run(SplittableRandom random, String prefix, int requests) throws Exception {
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                FuzzRequests generator = new FuzzRequests(random.split(), prefix + i + "-");
                running.add(clients.submit(() -> {
                    client(generator, requests / CLIENTS);
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            clients.shutdownNow();
        }
    }

    private void client(FuzzRequests generator, int requests) throws IOException {
        try (FuzzConnection connection = new FuzzConnection(address.getPort())) {
            for (int i = 0; i < requests; i++) {
                FuzzRequest request = generator.next();
                if (request.isWhole()) {
                    ledger.answered(request, connection.exchange(request.bytes()));
                } else {
                    ledger.thrown(request, connection.throwAt(request.bytes()));
                }
            }
        }
    }

    private void assertAllAreThere(OrdersQueue queue, long seed) {
        List<String> ids = queue.peek().stream()
                .map(ServiceBusReceivedMessage::getMessageId)
                .map(id -> id.substring(0, id.indexOf('.')))
                .toList();
        Set<String> found = new HashSet<>(ids);
        assertThat(found).as("seed " + seed).containsAll(ledger.accepted());
        found.removeAll(ledger.accepted());
        assertThat(found)
                .as("orders that nobody was promised, seed " + seed)
                .hasSizeLessThanOrEqualTo(ledger.unanswered());
    }

    private static double inFlight() {
        return RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("sluice_send_in_flight"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
