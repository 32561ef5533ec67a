package dev.sluice.consumer.inlet;

import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import dev.sluice.servicebus.ServiceBusConfig;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the queue can be looked at. */
@Readiness
@ApplicationScoped
public class ServiceBusReadiness implements AsyncHealthCheck {
    private static final String NAME = "Service Bus";
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final ServiceBusReceiverAsyncClient peeker;

    ServiceBusReadiness(ServiceBusConnections connections, ServiceBusConfig config) {
        this.peeker = connections.get().receiver().queueName(config.queue()).buildAsyncClient();
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .completionStage(
                        () -> peeker.peekMessage(0).timeout(LIMIT).then().toFuture())
                .map(nothing -> HealthCheckResponse.up(NAME))
                .onFailure()
                .recoverWithItem(e -> HealthCheckResponse.named(NAME)
                        .down()
                        .withData("reason", String.valueOf(e.getMessage()))
                        .build());
    }

    @PreDestroy
    void close() {
        peeker.close();
    }
}
