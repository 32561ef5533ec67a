package dev.sluice.telemetry;

import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/**
 * Names the instance in every metric, where Azure's front end chooses which instance answers: a scraper knows the front end's
 * address only. Elsewhere the scraper names whom it has asked.
 */
@ApplicationScoped
public class InstanceTag {
    @Produces
    @Singleton
    MeterFilter tag(InstanceId instance) {
        return instance.given()
                .map(id -> MeterFilter.commonTags(Tags.of("instance", id)))
                .orElse(new MeterFilter() {});
    }
}
