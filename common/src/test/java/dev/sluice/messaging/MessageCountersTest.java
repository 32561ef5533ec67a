package dev.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageCountersTest {
    @Test
    void survivesTheWay() {
        MessageCounters counters =
                MessageCounters.NONE.replayed().attempted().attempted().deferred();
        Map<String, Object> properties = new HashMap<>();
        counters.writeTo(properties);

        assertThat(MessageCounters.readFrom(properties)).isEqualTo(counters).isEqualTo(new MessageCounters(1, 2, 1));
        assertThat(MessageCounters.readFrom(Map.of())).isEqualTo(MessageCounters.NONE);
    }

    @Test
    void aReplayStartsTheAttemptsAnew() {
        assertThat(new MessageCounters(1, 7, 3).replayed()).isEqualTo(new MessageCounters(2, 0, 3));
    }

    /** The host of another runtime may change a number's type, never its value. */
    @ParameterizedTest
    @MethodSource("fives")
    void takesAnyFormOfANumber(Object five) {
        assertThat(attempts(five)).isEqualTo(5);
    }

    static Stream<Object> fives() {
        return Stream.of(5, 5L, (short) 5, (byte) 5, "5", BigInteger.valueOf(5));
    }

    @ParameterizedTest
    @MethodSource("nonsense")
    void whatMakesNoSenseIsNone(Object value) {
        assertThat(attempts(value)).isZero();
    }

    static Stream<Object> nonsense() {
        return Stream.of(
                -1,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                Long.MAX_VALUE,
                1e300,
                Double.NaN,
                2.5,
                "",
                " 5",
                "-5",
                "٥",
                "9".repeat(10_000),
                true,
                new byte[] {5},
                Map.of());
    }

    @Test
    void noCounterEverOverflows() {
        int most = attempts(MessageCounters.MAX);

        assertThat(most).isEqualTo(MessageCounters.MAX);
        assertThat(new MessageCounters(most, most, most).attempted().attempts()).isPositive();
    }

    private static int attempts(Object value) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("sluice-attempts", value);
        return MessageCounters.readFrom(properties).attempts();
    }
}
