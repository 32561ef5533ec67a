package dev.sluice.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Takes the application's metrics with it when it ends. The framework's registry outlives the application in dev mode and in
 * tests, and a gauge that is registered again under its name would go on telling of the former application's objects.
 */
@ApplicationScoped
public class MetricsReset {
    /** After whatever is still counted or pushed at the end. */
    private static final int LAST = Integer.MAX_VALUE;

    private final MeterRegistry metrics;

    MetricsReset(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    void stop(@Observes @Priority(LAST) ShutdownEvent event) {
        metrics.clear();
    }
}
