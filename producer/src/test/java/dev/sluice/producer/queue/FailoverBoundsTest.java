package dev.sluice.producer.queue;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.servicebus.FailoverConfig;
import dev.sluice.servicebus.NamespaceBounds;
import dev.sluice.servicebus.ServiceBusConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailoverBoundsTest {
    private static final NamespaceBounds TOGETHER = new NamespaceBounds(Duration.ofSeconds(10), 2048, 500, 2);

    @Test
    void theDefaultsWillDo() {
        assertThatCode(() -> check(Map.of())).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "sluice.failover.primary-timeout, 0S",
        "sluice.failover.primary-timeout, 10S",
        "sluice.failover.failures, 0",
        "sluice.failover.probe-interval, 0S",
    })
    void namesTheKeyThatCantBeUsed(String key, String value) {
        assertThatThrownBy(() -> check(Map.of(key, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(key);
    }

    @ParameterizedTest
    @CsvSource({
        "connection-string, Endpoint=sb://one/;SharedAccessKeyName=n;SharedAccessKey=s3cret",
        "fully-qualified-namespace, one.net"
    })
    void theSecondNamespaceMustBeAnotherOne(String key, String value) {
        assertThatThrownBy(() ->
                        check(Map.of("sluice.servicebus." + key, value, "sluice.servicebus.secondary." + key, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sluice.servicebus.secondary")
                .hasMessageNotContaining("s3cret");
    }

    private static void check(Map<String, String> settings) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withConverters(new Converter<?>[] {new DurationConverter()})
                .withMapping(ServiceBusConfig.class)
                .withMapping(FailoverConfig.class)
                .withDefaultValues(settings)
                .build();
        FailoverBounds.check(
                config.getConfigMapping(ServiceBusConfig.class),
                TOGETHER,
                config.getConfigMapping(FailoverConfig.class));
    }
}
