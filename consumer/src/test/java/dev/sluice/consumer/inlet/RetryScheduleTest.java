package dev.sluice.consumer.inlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.consumer.store.InboxConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryScheduleTest {
    @Test
    void delaysGrowUpToTheLongest() {
        RetrySchedule schedule = schedule(Map.of(
                "sluice.retry.jitter", "0", "sluice.retry.initial-delay", "1S", "sluice.retry.max-delay", "20S"));

        assertThat(IntStream.rangeClosed(1, 5).mapToObj(schedule::afterFailure))
                .containsExactly(seconds(1), seconds(3), seconds(9), seconds(20), seconds(20));
        assertThat(schedule.afterFailure(Integer.MAX_VALUE)).isEqualTo(seconds(20));
    }

    @Test
    void delaysVaryWithinTheJitter() {
        RetrySchedule schedule = schedule(Map.of("sluice.retry.jitter", "0.5", "sluice.retry.initial-delay", "10S"));

        assertThat(IntStream.range(0, 1000).mapToObj(i -> schedule.afterFailure(1)))
                .allSatisfy(delay -> assertThat(delay).isBetween(seconds(5), seconds(15)))
                .anySatisfy(delay -> assertThat(delay).isLessThan(seconds(8)))
                .anySatisfy(delay -> assertThat(delay).isGreaterThan(seconds(12)));
    }

    @Test
    void theLastAttemptIsTheLast() {
        RetrySchedule schedule = schedule(Map.of("sluice.retry.max-attempts", "3"));

        assertThat(schedule.allowsMoreThan(2)).isTrue();
        assertThat(schedule.allowsMoreThan(3)).isFalse();
        assertThat(schedule.allowsMoreThan(Integer.MAX_VALUE)).isFalse();
    }

    @Test
    void acceptsTheDefaults() {
        assertThatCode(() -> schedule(Map.of()).check(null)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "max-attempts, 0",
        "multiplier, 0.5",
        "multiplier, NaN",
        "jitter, 1",
        "jitter, -0.1",
        "initial-delay, 0S",
        "contention-delay, 0S",
        "outage-delay, -1S",
        "max-delay, 0.5S",
        "max-attempts, 1000",
        "max-attempts, 2147483647"
    })
    void refusesWhatCannotBeMeantOrOutlivesTheInbox(String key, String value) {
        assertThatThrownBy(() -> schedule(Map.of("sluice.retry." + key, value)).check(null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("sluice.retry.")
                .hasMessageContaining(key);
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    private static RetrySchedule schedule(Map<String, String> settings) {
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(RetryConfig.class)
                .withMapping(InboxConfig.class)
                .withDefaultValues(settings)
                .build();
        return new RetrySchedule(
                config.getConfigMapping(RetryConfig.class), config.getConfigMapping(InboxConfig.class));
    }
}
