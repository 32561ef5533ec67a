package dev.sluice.producer.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.amqp.AmqpRetryOptions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendRetriesTest {
    /** What the SDK adds to each pause, and its jitter. */
    private static final Duration SDK_PAUSE = Duration.ofMillis(4400);

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 9, 10, 20, 30, 120})
    void allTriesAndPausesFitIntoTheTimeout(int seconds) {
        Duration timeout = Duration.ofSeconds(seconds);
        AmqpRetryOptions options = SendRetries.within(timeout);

        Duration worst = options.getTryTimeout()
                .multipliedBy(options.getMaxRetries() + 1)
                .plus(options.getMaxDelay().multipliedBy(options.getMaxRetries()));

        assertThat(worst).isLessThan(timeout);
        assertThat(options.getTryTimeout()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 30})
    void theLongestPauseLeavesRoomForWhatTheSdkAdds(int seconds) {
        AmqpRetryOptions options = SendRetries.within(Duration.ofSeconds(seconds));

        assertThat(options.getMaxDelay()).isGreaterThan(options.getDelay().plus(SDK_PAUSE));
    }

    @Test
    void theDefaultTimeoutAllowsASecondTry() {
        assertThat(SendRetries.within(Duration.ofSeconds(10)).getMaxRetries()).isEqualTo(1);
    }
}
