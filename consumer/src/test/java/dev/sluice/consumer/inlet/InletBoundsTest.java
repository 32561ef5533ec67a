package dev.sluice.consumer.inlet;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.consumer.processing.HandlerConfig;
import dev.sluice.consumer.store.DatabaseConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InletBoundsTest {
    @ParameterizedTest
    @CsvSource({
        "sluice.database.statement-timeout, 60S",
        "sluice.database.idle-in-transaction-timeout, 2M",
        "sluice.database.lock-timeout, 60S",
        "sluice.handler.timeout, 60S",
        "sluice.inlet.concurrency, 0",
        "sluice.inlet.concurrency, 100000"
    })
    void refusesBoundsThatContradictEachOther(String key, String value) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(InletConfig.class)
                .withMapping(DatabaseConfig.class)
                .withMapping(HandlerConfig.class)
                .withDefaultValues(Map.of(key, value))
                .build();
        InletBounds bounds = new InletBounds(
                config.getConfigMapping(InletConfig.class),
                config.getConfigMapping(DatabaseConfig.class),
                config.getConfigMapping(HandlerConfig.class),
                null,
                null);

        assertThatThrownBy(() -> bounds.apply(null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key);
    }
}
