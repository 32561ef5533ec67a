package dev.sluice.producer.queue;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready means: the queue's link is open, or could be opened within two seconds. Never blocks, never sends anything. */
@Readiness
@ApplicationScoped
public class ServiceBusReadiness implements AsyncHealthCheck {
    private static final String NAME = "Service Bus";
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final OrderQueue queue;

    ServiceBusReadiness(OrderQueue queue) {
        this.queue = queue;
    }

    /** Always completes with an answer, within about two seconds; no error leaves here. */
    @Override
    public Uni<HealthCheckResponse> call() {
        return Uni.createFrom()
                .completionStage(() -> queue.probe(LIMIT))
                .map(open -> HealthCheckResponse.up(NAME))
                .onFailure()
                .recoverWithItem(HealthCheckResponse.down(NAME));
    }
}
