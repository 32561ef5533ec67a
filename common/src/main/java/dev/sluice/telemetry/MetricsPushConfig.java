package dev.sluice.telemetry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Metrics that are pushed, by OTLP over HTTP, for where nobody can reach each instance to ask it. */
@ConfigMapping(prefix = "sluice.metrics.push")
public interface MetricsPushConfig {
    /**
     * Where they go, such as {@code http://collector:4318/v1/metrics}; not set: nothing is pushed. What a collector wants in
     * HTTP headers is told as for any exporter: {@code OTEL_EXPORTER_OTLP_HEADERS}.
     */
    Optional<URI> url();

    /** How often. What the last interval brought is pushed when the service stops. */
    @WithDefault("30S")
    Duration interval();
}
