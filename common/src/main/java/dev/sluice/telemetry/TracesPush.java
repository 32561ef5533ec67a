package dev.sluice.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the OpenTelemetry SDK is told by us, where {@link TracesSwitch} has switched it on: what to record, and who we are. */
@ApplicationScoped
public class TracesPush {
    private static final Logger LOG = LoggerFactory.getLogger(TracesPush.class);

    private final TracesPushConfig config;
    private final InstanceId instance;

    TracesPush(TracesPushConfig config, InstanceId instance) {
        this.config = config;
        this.instance = instance;
    }

    void start(@Observes StartupEvent event) {
        if (config.url().isEmpty()) {
            return;
        }
        URI url = config.url().get();
        if (url.getHost() == null) {
            throw new ConfigurationException(
                    TracesSwitch.URL + " must be an address such as http://collector:4318/v1/traces");
        }
        LOG.info("traces are pushed to {} as instance {}", url, instance.value());
    }

    @Produces
    @Singleton
    Sampler sampler() {
        if (!(config.ratio() >= 0 && config.ratio() <= 1)) {
            throw new ConfigurationException("sluice.traces.push.ratio must be between 0 and 1");
        }
        return Sampler.parentBased(new BeginningSampler(Sampler.traceIdRatioBased(config.ratio())));
    }

    @Produces
    @Singleton
    Resource resource() {
        return Resource.create(Attributes.of(AttributeKey.stringKey("service.instance.id"), instance.value()));
    }
}
