package dev.sluice.consumer.inlet;

import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import dev.sluice.servicebus.ServiceBusConfig;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready when the queue of at least one namespace can be looked at: the orders of that one are processed, whatever has become
 * of the other. Which of them does not answer, and why, is in the data.
 */
@Readiness
@ApplicationScoped
public class ServiceBusReadiness implements AsyncHealthCheck {
    private static final String NAME = "Service Bus";
    private static final String UP = "up";
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Map<String, ServiceBusReceiverAsyncClient> peekers = new LinkedHashMap<>();

    ServiceBusReadiness(ServiceBusConnections connections, ServiceBusConfig config) {
        connections
                .namespaces()
                .forEach(namespace -> peekers.put(
                        namespace.name(),
                        namespace
                                .connections()
                                .get()
                                .receiver()
                                .queueName(config.queue())
                                .buildAsyncClient()));
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Multi.createFrom()
                .iterable(peekers.entrySet())
                .onItem()
                .transformToUniAndMerge(
                        peeker -> state(peeker.getValue()).map(state -> Map.entry(peeker.getKey(), state)))
                .collect()
                .asList()
                .map(ServiceBusReadiness::response);
    }

    @PreDestroy
    void close() {
        peekers.values().forEach(ServiceBusReceiverAsyncClient::close);
    }

    private static Uni<String> state(ServiceBusReceiverAsyncClient peeker) {
        return Uni.createFrom()
                .completionStage(
                        () -> peeker.peekMessage(0).timeout(LIMIT).then().toFuture())
                .map(nothing -> UP)
                .onFailure()
                .recoverWithItem(e -> String.valueOf(e.getMessage()));
    }

    private static HealthCheckResponse response(List<Map.Entry<String, String>> states) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(NAME)
                .status(states.stream().anyMatch(state -> state.getValue().equals(UP)));
        states.forEach(state -> response.withData(state.getKey(), state.getValue()));
        return response.build();
    }
}
