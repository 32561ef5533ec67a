package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.stack.ledger.Audit;
import dev.sluice.stack.ledger.Completion;
import dev.sluice.stack.ledger.Ledger;
import dev.sluice.stack.ledger.LoadResult;
import dev.sluice.stack.ledger.OrderLoad;
import dev.sluice.stack.ledger.Verdict;
import dev.sluice.testkit.UnpackedFunctionApp;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both services as function apps, with real processes: a functions-host for each, and the handlers that it starts. */
class FunctionsStackIT {
    @TempDir
    Path directory;

    @Test
    void theZipsUnpackedElsewhereProcessEveryOrderExactlyOnce() throws Exception {
        List<ProcessHandle> handlers;
        try (LocalStack stack = LocalStack.builder()
                .home(unpacked())
                .keys(true)
                .logs(directory.resolve("logs"))
                .consumers(2)
                .start()) {
            Ledger ledger = new Ledger();
            assertThat(load(stack, ledger, 500)).isEqualTo(new LoadResult(500, 0, 0, List.of()));
            assertExactlyOnce(new Completion(audit(stack, ledger), Duration.ofMinutes(1)).await(), 500);

            assertThat(status(stack, stack.keys().orElseThrow().function())).isEqualTo(200);
            assertThat(status(stack, stack.keys().orElseThrow().admin())).isEqualTo(200);
            assertThat(status(stack, "another")).isEqualTo(401);
            try (Stream<Path> files = Files.list(stack.logs())) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .as("no file with the hosts' settings")
                        .containsExactlyInAnyOrder(
                                "consumer.log", "emulator.log", "postgres.log", "producer.log", "servicebus.json");
            }
            handlers = Stream.concat(stack.producer().workers().stream(), workers(stack).stream())
                    .flatMap(pid -> ProcessHandle.of(pid).stream())
                    .toList();
            assertThat(handlers).hasSize(3);
        }
        assertThat(handlers).noneMatch(ProcessHandle::isAlive);
        assertThat(directory.resolve("logs/consumer.log")).content().containsPattern("class archive \\S+ taken");
    }

    @Test
    @Tag("full")
    void scalesOutAndInAndLosesNothingWhileHandlersAreKilled() throws Exception {
        int orders = 3000;
        try (LocalStack stack = LocalStack.builder()
                .instances(1, 4, Duration.ofSeconds(2))
                // So that one instance is not enough.
                .consumerSetting("SLUICE_HANDLER_SIMULATED_TIME", "PT0.2S")
                .start()) {
            Ledger ledger = new Ledger();
            Audit audit = audit(stack, ledger);
            CompletableFuture<LoadResult> load = CompletableFuture.supplyAsync(() -> load(stack, ledger, orders));
            List<Long> killed = new ArrayList<>();
            for (int eighth = 1; eighth <= 5; eighth++) {
                int mark = orders * eighth / 8;
                await().atMost(Duration.ofMinutes(4)).until(() -> audit.through() >= mark);
                // On a busy machine a killed instance may take long to be replaced, and the load may end before.
                await().atMost(Duration.ofMinutes(3)).until(() -> killOne(stack, killed) || audit.through() >= orders);
            }
            assertThat(killed).isNotEmpty();
            assertThat(load.get(6, TimeUnit.MINUTES)).isEqualTo(new LoadResult(orders, 0, 0, List.of()));

            assertExactlyOnce(new Completion(audit, Duration.ofMinutes(4)).await(), orders);
            Path log = stack.logs().resolve("consumer.log");
            assertThat(log).content().containsPattern("instances 1 -> 4.*; out");
            for (long pid : killed) {
                assertThat(log).content().contains("handler " + pid + ": exited with code 137");
            }
            await().atMost(Duration.ofMinutes(3)).untilAsserted(() -> {
                assertThat(log).content().containsPattern("instances [2-4] -> 1.*; in");
                assertThat(workers(stack)).hasSize(1);
            });
        }
    }

    private static boolean killOne(LocalStack stack, List<Long> killed) {
        List<Long> workers =
                workers(stack).stream().filter(pid -> !killed.contains(pid)).toList();
        if (workers.isEmpty()) {
            return false;
        }
        long victim = workers.get(new Random().nextInt(workers.size()));
        return ProcessHandle.of(victim).map(ProcessHandle::destroyForcibly).orElse(false) && killed.add(victim);
    }

    /** A project that has nothing but what is deployed. */
    private Path unpacked() throws Exception {
        boolean available = UnpackedFunctionApp.canUnpack();
        if (!"all".equals(System.getProperty("sluice.require"))) {
            assumeTrue(available, "unzip is not installed");
        }
        assertThat(available).as("unzip is installed").isTrue();
        ProjectHome project = ProjectHome.find();
        Path home = directory.resolve("elsewhere");
        for (String service : List.of("producer", "consumer")) {
            Path target = Files.createDirectories(home.resolve(service).resolve("target"));
            UnpackedFunctionApp.unpack(
                    project.directory().resolve(service).resolve("target/function-app.zip"),
                    target.resolve("function-app"));
        }
        Path host = home.resolve("deploy/local/functions-host/target/functions-host.jar");
        Files.createDirectories(host.getParent());
        Files.copy(project.functionsHost(), host);
        return home;
    }

    private static LoadResult load(LocalStack stack, Ledger ledger, int orders) {
        try {
            return new OrderLoad(stack.producerUrl(), stack.headers(), ledger).post(orders);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Audit audit(LocalStack stack, Ledger ledger) {
        return new Audit(ledger, stack.database(), stack.emulator()::queued);
    }

    private static void assertExactlyOnce(Verdict verdict, int orders) {
        assertThat(verdict.isFinal()).as(verdict.toString()).isTrue();
        assertThat(verdict.processed()).as(verdict.toString()).isEqualTo(orders);
        assertThat(verdict.lost()).isZero();
        assertThat(verdict.unexpected()).isZero();
        assertThat(verdict.duplicates()).isZero();
    }

    private static List<Long> workers(LocalStack stack) {
        return stack.consumers().get(0).workers();
    }

    private static int status(LocalStack stack, String key) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(stack.consumers().get(0).url().resolve("/q/metrics"));
        FunctionKeys.header(key).forEach(request::header);
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
