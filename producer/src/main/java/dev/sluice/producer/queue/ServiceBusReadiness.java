package dev.sluice.producer.queue;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready means: the queue's link is open, or could be opened within two seconds. With two namespaces one of them is enough, and
 * the data say which answers. Never blocks, never sends anything.
 */
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
                .completionStage(() -> queue.answering(LIMIT))
                .map(ServiceBusReadiness::response)
                .onFailure()
                .recoverWithItem(HealthCheckResponse.down(NAME));
    }

    private static HealthCheckResponse response(Map<String, Boolean> answering) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(NAME).status(answering.containsValue(true));
        if (answering.size() > 1) {
            answering.forEach((namespace, answers) -> response.withData(namespace, answers ? "up" : "down"));
        }
        return response.build();
    }
}
