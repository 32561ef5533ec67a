package dev.sluice.consumer.inlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.consumer.processing.HandlerConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FunctionsBoundsTest {
    private static final String OF_HOST = "AzureFunctionsJobHost__extensions__serviceBus__maxMessageBatchSize";

    /** 19 × 25 s ÷ 16 is just below half of a minute. */
    @Test
    void acceptsABatchThatEndsInHalfTheLock() {
        assertThatCode(() -> bounds(Map.of("sluice.functions.batch-size", "19")).check(null))
                .doesNotThrowAnyException();
        assertThatCode(() -> bounds(Map.of()).check(null)).doesNotThrowAnyException();
    }

    @Test
    void refusesABatchThatMayNot() {
        assertThatThrownBy(() ->
                        bounds(Map.of("sluice.functions.batch-size", "20")).check(null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("sluice.functions.batch-size", "sluice.handler.timeout", "PT31.25S");
        assertThatThrownBy(() -> bounds(Map.of(OF_HOST, "1000")).check(null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(OF_HOST);
        assertThatThrownBy(() -> bounds(Map.of(OF_HOST, "0")).check(null)).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void refusesAHoldThatEatsTheLock() {
        assertThatThrownBy(
                        () -> bounds(Map.of("sluice.inlet.outage-hold", "31S")).check(null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sluice.inlet.outage-hold");
    }

    @Test
    void ourOwnKeyWins() {
        assertThat(bounds(Map.of(OF_HOST, "1000", "sluice.functions.batch-size", "2"))
                        .batchSize())
                .isEqualTo(2);
    }

    @Test
    void theOtherInletHasNoBatches() {
        assertThatCode(() -> bounds(Map.of(OF_HOST, "1000", "sluice.inlet.kind", "processor"))
                        .check(null))
                .doesNotThrowAnyException();
    }

    private static FunctionsBounds bounds(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of("sluice.inlet.kind", "functions"));
        all.putAll(settings);
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(InletConfig.class)
                .withMapping(HandlerConfig.class)
                .withMapping(FunctionsConfig.class)
                .withDefaultValues(all)
                .build();
        InletConfig inlet = config.getConfigMapping(InletConfig.class);
        return new FunctionsBounds(
                inlet,
                config.getConfigMapping(HandlerConfig.class),
                config.getConfigMapping(FunctionsConfig.class),
                config,
                new InletChoice(inlet, null));
    }
}
