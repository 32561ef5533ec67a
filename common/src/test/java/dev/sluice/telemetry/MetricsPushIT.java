package dev.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a collector in this process, which reads the protocol's own messages. */
class MetricsPushIT {
    private static final InstanceId INSTANCE = new InstanceId(Optional.of("0123456789abcdef0123456789abcdef"));

    private final CompositeMeterRegistry metrics = new CompositeMeterRegistry();
    private final List<ExportMetricsServiceRequest> pushed = new CopyOnWriteArrayList<>();
    private HttpServer collector;

    @BeforeEach
    void startCollector() throws IOException {
        metrics.add(new SimpleMeterRegistry());
        collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/metrics", exchange -> {
            pushed.add(ExportMetricsServiceRequest.parseFrom(exchange.getRequestBody()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
    }

    @AfterEach
    void stopCollector() {
        collector.stop(0);
    }

    @Test
    void whatIsCountedReachesTheCollectorWithTheInstancesName() {
        metrics.counter("sluice.before").increment(3);
        MetricsPush push = push(Map.of(
                "sluice.metrics.push.url",
                "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/metrics",
                "sluice.metrics.push.interval",
                "1S"));
        push.start(null);
        metrics.counter("sluice.after", "outcome", "done").increment(2);

        await().until(() -> pushed.stream().anyMatch(request -> value(request, "sluice.after") == 2));

        ResourceMetrics resource = pushed.get(pushed.size() - 1).getResourceMetrics(0);
        assertThat(attributes(resource.getResource().getAttributesList()))
                .containsEntry("service.name", "sluice-test")
                .containsEntry("service.instance.id", "0123456789ab");
        metrics.counter("sluice.after", "outcome", "done").increment();
        push.stop(null);
        assertThat(value(pushed.get(pushed.size() - 1), "sluice.after"))
                .as("the last interval's, pushed at the stop")
                .isEqualTo(3);
    }

    @Test
    void nothingIsPushedUnlessAnAddressIsGiven() {
        push(Map.of()).start(null);

        assertThat(metrics.getRegistries()).hasSize(1);
    }

    @Test
    void anAddressThatIsNoneIsRefused() {
        assertThatThrownBy(() ->
                        push(Map.of("sluice.metrics.push.url", "collector")).start(null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sluice.metrics.push.url");
    }

    private MetricsPush push(Map<String, String> settings) {
        MetricsPushConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(MetricsPushConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(MetricsPushConfig.class);
        return new MetricsPush(config, INSTANCE, "sluice-test", metrics);
    }

    /** -1 if it is not there. */
    private static double value(ExportMetricsServiceRequest request, String name) {
        return request.getResourceMetricsList().stream()
                .flatMap(resource -> resource.getScopeMetricsList().stream())
                .flatMap(scope -> scope.getMetricsList().stream())
                .filter(metric -> metric.getName().equals(name))
                .map(Metric::getSum)
                .mapToDouble(sum -> sum.getDataPoints(0).getAsDouble())
                .findFirst()
                .orElse(-1);
    }

    private static Map<String, String> attributes(List<KeyValue> pairs) {
        return pairs.stream().collect(Collectors.toMap(KeyValue::getKey, pair -> pair.getValue()
                .getStringValue()));
    }
}
