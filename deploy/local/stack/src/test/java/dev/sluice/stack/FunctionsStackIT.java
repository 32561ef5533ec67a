package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.stack.ledger.Audit;
import dev.sluice.stack.ledger.Completion;
import dev.sluice.stack.ledger.Ledger;
import dev.sluice.stack.ledger.LoadResult;
import dev.sluice.stack.ledger.OrderLoad;
import dev.sluice.stack.ledger.Verdict;
import dev.sluice.testkit.UnpackedFunctionApp;
import java.io.InputStream;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both services as function apps, with real processes: a functions-host for each, and the handlers that it starts. */
class FunctionsStackIT {
    /** How long anything may take that is certain to happen. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final int ORDERS = 2000;
    private static final int KILLS = 5;
    private static final int WAITING = 300;
    private static final int PORTION = 100;

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
        try (LocalStack stack = LocalStack.builder()
                .instances(1, 4, Duration.ofSeconds(2))
                .consumerSetting("SLUICE_HANDLER_SIMULATED_TIME", "PT0.2S")
                .start()) {
            Path log = stack.logs().resolve("consumer.log");
            Ledger ledger = new Ledger();
            List<Long> killed = new ArrayList<>();
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Integer> load = CompletableFuture.supplyAsync(() -> keepWaiting(stack, ledger, enough));
            try {
                // Four are busy as long as enough is waiting, however fast the machine is: so nothing here is a race.
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(log).content().containsPattern("instances [1-3] -> 4.*; out"));
                for (int i = 0; i < KILLS; i++) {
                    killed.add(await().atMost(PATIENCE)
                            .until(() -> killOne(stack, killed), Optional::isPresent)
                            .orElseThrow());
                }
                await().atMost(PATIENCE).until(() -> ledger.size() >= ORDERS);
            } finally {
                enough.set(true);
            }
            int orders = load.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertExactlyOnce(new Completion(audit(stack, ledger), PATIENCE).await(), orders);
            for (long pid : killed) {
                await().atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(log).content().contains("handler " + pid + ": exited with code 137"));
            }
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(log).content().containsPattern("instances [2-4] -> 1.*; in");
                assertThat(workers(stack)).hasSize(1);
            });
        }
    }

    /** Posts as long as it is not enough, and so much that more waits than four instances can have in hand. */
    private static int keepWaiting(LocalStack stack, Ledger ledger, AtomicBoolean enough) {
        int posted = 0;
        while (!enough.get()) {
            await().atMost(PATIENCE)
                    .until(() -> enough.get() || stack.emulator().queued() < WAITING);
            assertThat(load(stack, ledger, PORTION)).isEqualTo(new LoadResult(PORTION, 0, 0, List.of()));
            posted += PORTION;
        }
        return posted;
    }

    /** SIGKILL to a handler that is at work, and has not been killed before. */
    private static Optional<Long> killOne(LocalStack stack, List<Long> killed) throws Exception {
        URL page = stack.consumers().get(0).url().resolve("/admin/host/status").toURL();
        JsonNode status;
        try (InputStream in = page.openStream()) {
            status = new ObjectMapper().readTree(in);
        }
        return StreamSupport.stream(status.path("instances").spliterator(), false)
                .filter(instance -> "READY".equals(instance.path("state").asText()))
                .map(instance -> instance.path("pid").asLong())
                .filter(pid -> !killed.contains(pid))
                .filter(pid -> ProcessHandle.of(pid)
                        .map(ProcessHandle::destroyForcibly)
                        .orElse(false))
                .findFirst();
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
