package dev.sluice.consumer.store;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetentionTest {
    @Test
    void acceptsTheDefaults() {
        assertThatCode(() -> retention(Map.of()).check(null)).doesNotThrowAnyException();
    }

    @Test
    void refusesToForgetBeforeTheLastCopyIsGone() {
        assertThatThrownBy(
                        () -> retention(Map.of("sluice.inbox.retention", "21D")).check(null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sluice.inbox.retention");
        assertThatThrownBy(() -> retention(Map.of("sluice.inbox.queue-time-to-live", "28D"))
                        .check(null))
                .isInstanceOf(ConfigurationException.class);
    }

    private static Retention retention(Map<String, String> settings) {
        InboxConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(InboxConfig.class)
                .withDefaultValues(settings)
                .build()
                .getConfigMapping(InboxConfig.class);
        return new Retention(null, null, config);
    }
}
