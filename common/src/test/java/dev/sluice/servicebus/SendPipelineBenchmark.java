package dev.sluice.servicebus;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusMessageBatch;
import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What {@link SendPipeline} makes of concurrent callers, as ratios to the bare SDK in the same run: (a) one {@code
 * sendMessage} per request from 64 callers, (b) hand-made batches of 100. The broker is an emulator in a process of its own.
 * Run it with {@code mvn -pl common -am verify -Pbenchmark}; {@code -Dbenchmark.rounds} is
 * how often each is measured.
 */
public final class SendPipelineBenchmark {
    private static final int ROUNDS = Integer.getInteger("rounds", 5);
    private static final Duration ROUND = Duration.ofSeconds(4);
    private static final int CALLERS = 64;
    private static final int MANY_CALLERS = 2000;
    private static final int BATCH = 100;
    private static final Pattern CONNECTION_STRING = Pattern.compile("Endpoint=\\S+");
    private static final BinaryData BODY = BinaryData.fromString("x".repeat(1024));
    private static final AtomicLong NEXT_ID = new AtomicLong();
    private static final ExecutorService EVENT_LOOP = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "event-loop");
        thread.setDaemon(true);
        return thread;
    });

    /** Nobody receives: messages expire, or the queue would be full before the benchmark ends. */
    private static final String CONFIG = """
            {"UserConfig":{"Namespaces":[{"Name":"benchmark","Queues":[
              {"Name":"benchmark","Properties":{"DefaultMessageTimeToLive":"PT1S"}}]}]}}""";

    private record Bounds(Duration timeout, int maxInFlight, int maxBatchMessages, int batchesOnWire)
            implements SendConfig {}

    private interface Load {
        /** Sends until the deadline ({@link System#nanoTime()}); returns how many messages were acknowledged. */
        long run(long deadline) throws Exception;
    }

    private SendPipelineBenchmark() {}

    /** Prints the figures; takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        MeterRegistry metrics = new SimpleMeterRegistry();
        Path config = Files.writeString(Files.createTempFile("benchmark", ".json"), CONFIG);
        Process broker = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.sluice.emulator.EmulatorCommand",
                        "--config=" + config,
                        "--port=0",
                        "--admin-port=0")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output =
                        new BufferedReader(new InputStreamReader(broker.getInputStream(), StandardCharsets.UTF_8));
                ServiceBusSenderAsyncClient bare = sender(connectionString(output));
                SendPipeline pipeline = new SendPipeline(
                        bare, new Bounds(Duration.ofSeconds(10), 4096, 500, Integer.getInteger("wire", 2)), metrics)) {
            compare(bare, pipeline, metrics);
        } finally {
            broker.destroy();
            Files.delete(config);
        }
    }

    private static void compare(ServiceBusSenderAsyncClient bare, SendPipeline pipeline, MeterRegistry metrics)
            throws Exception {
        Load single = deadline ->
                callers(CALLERS, deadline, message -> bare.sendMessage(message).toFuture());
        Load pipelined = deadline -> callers(CALLERS, deadline, pipeline::send);
        Load batches = deadline -> batches(deadline, bare);
        Load filled = deadline -> callers(MANY_CALLERS, deadline, pipeline::send);

        double[] overSingle = new double[ROUNDS];
        double[] overBatches = new double[ROUNDS];
        measure(single);
        measure(pipelined);
        measure(batches);
        measure(filled);
        System.out.printf(
                "%-8s%14s%14s%8s%14s%14s%8s%n",
                "round", "(a) single/s", "pipeline/s", "ratio", "(b) batches/s", "pipeline/s", "ratio");
        for (int round = 0; round < ROUNDS; round++) {
            double a = measure(single);
            double ours = measure(pipelined);
            double b = measure(batches);
            double oursFilled = measure(filled);
            overSingle[round] = ours / a;
            overBatches[round] = oursFilled / b;
            System.out.printf(
                    "%-8d%14.0f%14.0f%8.2f%14.0f%14.0f%8.2f%n",
                    round + 1, a, ours, overSingle[round], b, oursFilled, overBatches[round]);
        }
        DistributionSummary sizes = metrics.get("sluice.send.batch.messages").summary();
        System.out.printf("pipeline: %.0f messages per batch on average%n", sizes.mean());
        System.out.printf(
                "median ratio to (a) one sendMessage per request, %d callers: %.2f; to (b) batches of %d: %.2f%n",
                CALLERS, median(overSingle), BATCH, median(overBatches));
    }

    private static double measure(Load load) throws Exception {
        long start = System.nanoTime();
        long sent = load.run(start + ROUND.toNanos());
        return sent * 1e9 / (System.nanoTime() - start);
    }

    /** Callers that each wait for their message to be acknowledged before they send the next; no threads are parked. */
    private static long callers(int count, long deadline, Function<ServiceBusMessage, CompletableFuture<Void>> send) {
        LongAdder sent = new LongAdder();
        List<CompletableFuture<Void>> callers = IntStream.range(0, count)
                .mapToObj(caller -> {
                    CompletableFuture<Void> end = new CompletableFuture<>();
                    sendNext(deadline, send, sent, end);
                    return end;
                })
                .toList();
        callers.forEach(CompletableFuture::join);
        return sent.sum();
    }

    private static void sendNext(
            long deadline,
            Function<ServiceBusMessage, CompletableFuture<Void>> send,
            LongAdder sent,
            CompletableFuture<Void> end) {
        // Another thread than the one that brings the acknowledgement, as with an HTTP server's event loop.
        send.apply(message())
                .whenCompleteAsync(
                        (nothing, e) -> {
                            sent.increment();
                            if (e != null) {
                                end.completeExceptionally(e);
                            } else if (System.nanoTime() < deadline) {
                                sendNext(deadline, send, sent, end);
                            } else {
                                end.complete(null);
                            }
                        },
                        EVENT_LOOP);
    }

    private static long batches(long deadline, ServiceBusSenderAsyncClient sender) {
        long sent = 0;
        while (System.nanoTime() < deadline) {
            ServiceBusMessageBatch batch = sender.createMessageBatch().block();
            for (int i = 0; i < BATCH; i++) {
                batch.tryAddMessage(message());
            }
            sender.sendMessages(batch).block();
            sent += BATCH;
        }
        return sent;
    }

    private static ServiceBusMessage message() {
        return new ServiceBusMessage(BODY).setMessageId(Long.toString(NEXT_ID.getAndIncrement()));
    }

    private static ServiceBusSenderAsyncClient sender(String connectionString) {
        return new ServiceBusClientBuilder()
                .connectionString(connectionString)
                .sender()
                .queueName("benchmark")
                .buildAsyncClient();
    }

    private static String connectionString(BufferedReader output) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher matcher = CONNECTION_STRING.matcher(line);
            if (matcher.find()) {
                return matcher.group();
            }
        }
        throw new IOException("the emulator ended before it was ready");
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
