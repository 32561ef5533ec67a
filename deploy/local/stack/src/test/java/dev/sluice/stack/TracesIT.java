package dev.sluice.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.testkit.TraceCollector;
import dev.sluice.testkit.TraceCollector.Collected;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One trace from the HTTP request to the database, across both services as they are shipped. */
class TracesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String ORDER = "{\"customer\":\"contoso\",\"lines\":[{\"sku\":\"chair-4\",\"quantity\":2}]}";

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(Inlet.class)
    void anOrderIsOneTrace(Inlet inlet) throws Exception {
        try (TraceCollector collector = new TraceCollector();
                LocalStack stack = stack(inlet, collector)) {
            post(stack);

            Collected handling = only(collector, span -> span.name().equals("handle order"));
            Collected process = parent(collector, handling);
            Collected send = parent(collector, process);
            Collected request = parent(collector, send);
            assertThat(process.name()).isEqualTo("process orders");
            assertThat(process.service()).isEqualTo("sluice-consumer");
            assertThat(send.name()).isEqualTo("send orders");
            assertThat(send.service()).isEqualTo("sluice-producer");
            assertThat(request.kind()).isEqualTo("SERVER");
            assertThat(request.name()).isEqualTo("POST /api/orders");
            assertThat(request.parent()).isEmpty();
            Collected statement = only(collector, span -> span.parent().equals(handling.id()));
            assertThat(statement.kind()).isEqualTo("CLIENT");
            assertThat(statement.trace()).isEqualTo(request.trace());
            String log = inlet == Inlet.FUNCTIONS ? "consumer.log" : "consumer-1.log";
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(stack.logs().resolve(log))
                    .content()
                    .containsPattern("(?m)^.*" + request.trace() + ".*$"));
        }
    }

    private LocalStack stack(Inlet inlet, TraceCollector collector) {
        return LocalStack.builder()
                .inlet(inlet)
                .consumers(1)
                .logs(directory.resolve("logs"))
                .producerSetting("SLUICE_TRACES_PUSH_URL", collector.url())
                .consumerSetting("SLUICE_TRACES_PUSH_URL", collector.url())
                .consumerSetting("QUARKUS_LOG_CATEGORY__DEV_SLUICE_CONSUMER_PROCESSING__LEVEL", "DEBUG")
                .start();
    }

    private static void post(LocalStack stack) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(stack.producerUrl().resolve("/api/orders"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(ORDER));
        stack.headers().forEach(request::header);
        assertThat(HttpClient.newHttpClient()
                        .send(request.build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(202);
    }

    private static Collected parent(TraceCollector collector, Collected child) {
        Collected parent = only(collector, span -> span.id().equals(child.parent()));
        assertThat(parent.trace()).isEqualTo(child.trace());
        return parent;
    }

    private static Collected only(TraceCollector collector, Predicate<Collected> fitting) {
        await().atMost(PATIENCE).until(() -> collector.spans().stream().anyMatch(fitting));
        assertThat(collector.spans().stream().filter(fitting)).hasSize(1);
        return collector.spans().stream().filter(fitting).findFirst().orElseThrow();
    }
}
