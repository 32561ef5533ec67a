package dev.sluice.telemetry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushes to a collector what {@code /q/metrics} shows, where one is configured. Costs nothing otherwise: the second registry
 * is only made then.
 */
@ApplicationScoped
public class MetricsPush {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsPush.class);

    private final MetricsPushConfig config;
    private final InstanceId instance;
    private final String service;
    private final MeterRegistry metrics;
    private PushedRegistry registry;

    MetricsPush(
            MetricsPushConfig config,
            InstanceId instance,
            @ConfigProperty(name = "quarkus.application.name") String service,
            MeterRegistry metrics) {
        this.config = config;
        this.instance = instance;
        this.service = service;
        this.metrics = metrics;
    }

    void start(@Observes StartupEvent event) {
        if (config.url().isEmpty()) {
            return;
        }
        URI url = config.url().get();
        if (url.getHost() == null || config.interval().compareTo(Duration.ofSeconds(1)) < 0) {
            throw new ConfigurationException("sluice.metrics.push.url must be an address such as"
                    + " http://collector:4318/v1/metrics, and sluice.metrics.push.interval at least 1S");
        }
        registry = new PushedRegistry(settings(url));
        // The framework's registry is a composite: what is registered there already shows in a new part, too.
        ((CompositeMeterRegistry) metrics).add(registry);
        LOG.info("metrics are pushed to {} as instance {}, every {}", url, instance.value(), config.interval());
    }

    void stop(@Observes ShutdownEvent event) {
        if (registry != null) {
            registry.publish();
            ((CompositeMeterRegistry) metrics).remove(registry);
            registry.close();
        }
    }

    private OtlpConfig settings(URI url) {
        return new OtlpConfig() {
            @Override
            public String get(String key) {
                return null;
            }

            @Override
            public String url() {
                return url.toString();
            }

            @Override
            public Duration step() {
                return config.interval();
            }

            @Override
            public TimeUnit baseTimeUnit() {
                // The same as /q/metrics, so that the same rules hold for both.
                return TimeUnit.SECONDS;
            }

            @Override
            public Map<String, String> resourceAttributes() {
                return Map.of("service.name", service, "service.instance.id", instance.value());
            }
        };
    }

    /** At the stop it can wait for a push that goes on: Micrometer's own last push is left out then. */
    private static final class PushedRegistry extends OtlpMeterRegistry {
        PushedRegistry(OtlpConfig config) {
            super(config, Clock.SYSTEM);
        }

        @Override
        protected synchronized void publish() {
            super.publish();
        }
    }
}
