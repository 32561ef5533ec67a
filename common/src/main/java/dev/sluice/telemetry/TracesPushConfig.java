package dev.sluice.telemetry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** Traces that are pushed, by OTLP over HTTP. What else there is to set has its key in {@code quarkus.otel}. */
@ConfigMapping(prefix = "sluice.traces.push")
public interface TracesPushConfig {
    /**
     * Where they go, such as {@code http://collector:4318/v1/traces}; not set: nothing is recorded. What a collector wants in
     * HTTP headers is told as for any exporter: {@code OTEL_EXPORTER_OTLP_HEADERS}.
     */
    Optional<URI> url();

    /** Which part of the traces that begin here is recorded, 0 to 1. Of those that begin elsewhere their beginner decides. */
    @WithDefault("1")
    double ratio();
}
