package dev.sluice.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InstanceIdTest {
    @Test
    void thePlatformsIdIsTakenAndIsATag() {
        InstanceId id = new InstanceId(Optional.of("0123456789abcdef"));

        assertThat(id.value()).isEqualTo("0123456789ab");
        assertThat(instanceTag(id)).isEqualTo("0123456789ab");
    }

    @Test
    void elsewhereEachProcessHasItsOwnAndTheTagIsLeftToTheScraper() {
        InstanceId one = new InstanceId(Optional.empty());

        assertThat(one.value()).hasSize(12).isNotEqualTo(new InstanceId(Optional.empty()).value());
        assertThat(instanceTag(one)).isNull();
    }

    private static String instanceTag(InstanceId id) {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        metrics.config().meterFilter(new InstanceTag().tag(id));
        return metrics.counter("any").getId().getTag("instance");
    }
}
