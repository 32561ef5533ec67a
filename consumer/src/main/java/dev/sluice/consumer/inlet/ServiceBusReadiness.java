package dev.sluice.consumer.inlet;

import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import dev.sluice.servicebus.ServiceBusConfig;
import dev.sluice.servicebus.SharedAttempt;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
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
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final List<ServiceBusReceiverAsyncClient> peekers = new ArrayList<>();
    private final Map<String, SharedAttempt> peeks = new LinkedHashMap<>();

    ServiceBusReadiness(ServiceBusConnections connections, ServiceBusConfig config) {
        connections.namespaces().forEach(namespace -> {
            ServiceBusReceiverAsyncClient peeker = namespace
                    .connections()
                    .get()
                    .receiver()
                    .queueName(config.queue())
                    .buildAsyncClient();
            peekers.add(peeker);
            peeks.put(namespace.name(), new SharedAttempt(() -> peek(peeker)));
        });
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Multi.createFrom()
                .iterable(peeks.entrySet())
                .onItem()
                .transformToUniAndMerge(peek -> state(peek.getValue()).map(state -> Map.entry(peek.getKey(), state)))
                .collect()
                .asList()
                .map(ServiceBusReadiness::response);
    }

    @PreDestroy
    void close() {
        peekers.forEach(ServiceBusReceiverAsyncClient::close);
    }

    private static CompletableFuture<Void> peek(ServiceBusReceiverAsyncClient peeker) {
        return peeker.peekMessage(0).timeout(LIMIT).then().toFuture();
    }

    private static Uni<String> state(SharedAttempt peek) {
        return Uni.createFrom()
                .completionStage(() -> peek.within(PATIENCE))
                .map(nothing -> UP)
                .onFailure()
                .recoverWithItem(
                        e -> e instanceof TimeoutException ? "no answer within 2 s" : String.valueOf(e.getMessage()));
    }

    private static HealthCheckResponse response(List<Map.Entry<String, String>> states) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(NAME)
                .status(states.stream().anyMatch(state -> state.getValue().equals(UP)));
        states.forEach(state -> response.withData(state.getKey(), state.getValue()));
        return response.build();
    }
}
