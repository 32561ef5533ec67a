package dev.sluice.producer.api;

import static dev.sluice.producer.TestOrders.ORDERS;
import static dev.sluice.producer.TestOrders.order;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.emulator.ServiceBusEmulator;
import dev.sluice.emulator.fault.Fault;
import dev.sluice.emulator.fault.FaultKind;
import dev.sluice.producer.FullBus;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * More orders than Service Bus takes: those that find no room are refused for the moment, nothing piles up, and it goes on by
 * itself. Nobody consumes here: consumers that are too slow end in a full queue.
 */
@QuarkusTest
@QuarkusTestResource(value = FullBus.class, restrictToAnnotatedClass = true)
class OverloadIT {
    private static final int ROUNDS = 10;
    private static final int ORDERS_PER_ROUND = 400;

    /** Generous: one order in a hundred of the load that stayed would be less, and all of it would be more. */
    private static final long MORE_HEAP_BYTES = 48 << 20;

    private static final int MORE_THREADS = 40;

    ServiceBusEmulator emulator;

    @TestHTTPResource(ORDERS)
    URI orders;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void roomForAll() {
        emulator.faults().clear();
        emulator.clear();
        await().atMost(Duration.ofSeconds(30)).until(() -> post().statusCode() == 202);
        emulator.clear();
    }

    @Test
    void aFullQueueRefusesForTheMomentAndTakesOrdersAgainWhenThereIsRoom() {
        overload();

        long there = emulator.counts("orders").active();
        assertThat(there).as("it is full").isPositive();
        assertThat(post().statusCode()).isEqualTo(503);
        assertThat(emulator.counts("orders").active()).isEqualTo(there);
        emulator.clear();
        await().atMost(Duration.ofSeconds(30)).until(() -> post().statusCode() == 202);
    }

    @Test
    void aBusyServiceBusRefusesForTheMomentAndTakesOrdersAgainWhenItIsNotBusyAnyMore() {
        emulator.faults().add(Fault.of(FaultKind.SERVER_BUSY).at("orders"));

        overload();

        assertThat(emulator.counts("orders").active()).isZero();
        emulator.faults().clear();
        await().atMost(Duration.ofSeconds(30)).until(() -> post().statusCode() == 202);
    }

    /** Posts far more than there is room for, and looks whether anything of it stays behind. */
    private void overload() {
        round();
        int threads = threads();
        long heap = heapAfterCollection();

        List<HttpResponse<String>> answers = IntStream.range(0, ROUNDS)
                .mapToObj(i -> round())
                .flatMap(List::stream)
                .toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isIn(202, 503));
        assertThat(answers.stream().filter(answer -> answer.statusCode() == 503))
                .as("refused")
                .hasSizeGreaterThan(ROUNDS * ORDERS_PER_ROUND / 2)
                .allSatisfy(answer -> {
                    assertThat(answer.headers().firstValue("Retry-After")).contains("5");
                    assertThat(answer.body()).contains("retryWith");
                });
        await().atMost(Duration.ofSeconds(30)).until(() -> inFlight() == 0);
        assertThat(threads()).isLessThan(threads + MORE_THREADS);
        assertThat(heapAfterCollection()).isLessThan(heap + MORE_HEAP_BYTES);
    }

    private List<HttpResponse<String>> round() {
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, ORDERS_PER_ROUND)
                .mapToObj(i -> http.sendAsync(request(), HttpResponse.BodyHandlers.ofString()))
                .toList();
        assertThat(inFlight()).isLessThanOrEqualTo(FullBus.MAX_IN_FLIGHT);
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private HttpResponse<String> post() {
        return http.sendAsync(request(), HttpResponse.BodyHandlers.ofString()).join();
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(orders)
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(order("overload" + "x".repeat(80))))
                .build();
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
