package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.stack.ledger.Audit;
import dev.sluice.stack.ledger.Completion;
import dev.sluice.stack.ledger.Ledger;
import dev.sluice.stack.ledger.LoadResult;
import dev.sluice.stack.ledger.OrderLoad;
import dev.sluice.stack.ledger.Verdict;
import dev.sluice.testkit.TcpProxy;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The claim of the whole project, with real processes: an accepted order is processed exactly once, even by a consumer
 * that is killed (SIGKILL) half-way, at the worst of times: its effects are committed, and the bus has not heard of it.
 */
class LocalStackIT {
    private static final int ORDERS = 2000;

    @Test
    void everyOrderIsProcessedExactlyOnceWhileAConsumerIsKilled() throws Exception {
        List<ProcessHandle> processes;
        try (LocalStack stack = start(true)) {
            Verdict verdict = killOneHalfWay(stack);

            assertThat(verdict.accepted()).isEqualTo(ORDERS);
            assertThat(verdict.processed()).isEqualTo(ORDERS);
            assertThat(verdict.lost()).isZero();
            assertThat(verdict.unexpected()).isZero();
            assertThat(verdict.duplicates()).isZero();
            assertThat(verdict.recovered()).as("delivered again and absorbed").isPositive();
            assertThat(rowsAndOrders(stack)).containsExactly(ORDERS, ORDERS);
            processes = processes(stack);
            assertThat(processes).as("all but the killed one").hasSize(4);
        }
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
    }

    @Test
    void withoutTheInboxTheSameKillLeavesDoubledEffects() throws Exception {
        try (LocalStack stack = start(false)) {
            Verdict verdict = killOneHalfWay(stack);

            assertThat(verdict.lost()).isZero();
            assertThat(verdict.duplicates()).isPositive();
            assertThat(verdict.holds()).isFalse();
        }
    }

    private static LocalStack start(boolean inbox) {
        return LocalStack.builder()
                .inlet(Inlet.PROCESSOR)
                .consumers(1)
                .lockDuration(Duration.ofSeconds(5))
                .consumerSetting("SLUICE_INBOX_ENABLED", Boolean.toString(inbox))
                // So that both consumers always have messages in hand.
                .consumerSetting("SLUICE_HANDLER_SIMULATED_TIME", "PT0.1S")
                .start();
    }

    private static Verdict killOneHalfWay(LocalStack stack) throws Exception {
        Ledger ledger = new Ledger();
        Audit audit = new Audit(ledger, stack.database(), stack.emulator()::queued);
        try (TcpProxy wire = new TcpProxy(stack.emulator().port())) {
            ServiceProcess doomed =
                    stack.addConsumer(Map.of("SLUICE_SERVICEBUS_CONNECTION_STRING", through(wire, stack.emulator())));

            CompletableFuture<LoadResult> load = CompletableFuture.supplyAsync(() -> post(stack, ledger));
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> audit.through() >= ORDERS / 4);
            wire.loseRequests();
            // What it has in hand is committed, and waits for an answer to its settlement that does not come.
            AtomicReference<Double> last = new AtomicReference<>();
            await().atMost(Duration.ofMinutes(2))
                    .pollInterval(Duration.ofSeconds(1))
                    .until(() -> isTheSame(last, processedBy(doomed)));
            doomed.kill();
            assertThat(audit.through()).as("killed half-way").isLessThan(ORDERS);

            assertThat(load.get(2, TimeUnit.MINUTES)).isEqualTo(new LoadResult(ORDERS, 0, 0, List.of()));
        }
        Verdict verdict = new Completion(audit, Duration.ofMinutes(1)).await();
        assertThat(verdict.isFinal()).isTrue();
        return verdict;
    }

    private static boolean isTheSame(AtomicReference<Double> last, Double now) {
        return now.equals(last.getAndSet(now));
    }

    private static String through(TcpProxy wire, EmulatorProcess emulator) {
        return emulator.connectionString().replace(":" + emulator.port() + ";", ":" + wire.port() + ";");
    }

    /** Orders whose effect this consumer has committed; counted before the bus is told. */
    private static double processedBy(ServiceProcess consumer) throws IOException, InterruptedException {
        HttpRequest metrics =
                HttpRequest.newBuilder(consumer.url().resolve("/q/metrics")).build();
        return HttpClient.newHttpClient()
                .send(metrics, HttpResponse.BodyHandlers.ofString())
                .body()
                .lines()
                .filter(line -> line.startsWith("sluice_orders_processed_total{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private static LoadResult post(LocalStack stack, Ledger ledger) {
        try {
            return new OrderLoad(stack.producerUrl(), stack.headers(), ledger).post(ORDERS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long[] rowsAndOrders(LocalStack stack) throws Exception {
        try (Connection connection = stack.database().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*), count(distinct order_id) from fulfilment")) {
            rows.next();
            return new long[] {rows.getLong(1), rows.getLong(2)};
        }
    }

    private static List<ProcessHandle> processes(LocalStack stack) {
        Stream<Long> services = stack.consumers().stream().map(ServiceProcess::pid);
        return Stream.concat(Stream.of(stack.producer().pid(), stack.emulator().pid(), stack.databasePid()), services)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .filter(ProcessHandle::isAlive)
                .toList();
    }
}
