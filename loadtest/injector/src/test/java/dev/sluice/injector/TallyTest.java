package dev.sluice.injector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final long MILLI = 1_000_000;
    private static final Percentage DIGITS = Percentage.withPercentage(0.2);

    @Test
    void countsEachKindOfAnswerAndTimesThoseOfAcceptedOrdersApart() {
        Tally tally = new Tally(1_000, 5, 0);
        for (int number = 0; number < 5; number++) {
            assertThat(tally.sent(number * MILLI)).isEqualTo(number);
        }
        tally.answered(0, 202, false, 5 * MILLI);
        assertThat(tally.accepted()).isEqualTo(1);
        tally.answered(1, 503, true, 21 * MILLI);
        tally.answered(2, Tally.NO_ANSWER, false, 500 * MILLI);
        tally.answered(3, 400, true, 10 * MILLI);
        tally.answered(4, 503, false, 40 * MILLI);

        Map<String, Number> result = tally.result();
        assertThat(result)
                .containsEntry("accepted", 1L)
                .containsEntry("unavailable", 1L)
                .containsEntry("unanswered", 1L)
                .containsEntry("others", 2L)
                .containsEntry("seconds", 0.5);
        assertThat(result.get("p99Millis").doubleValue()).isCloseTo(5, DIGITS);
        assertThat(result.get("unavailableP99Millis").doubleValue()).isCloseTo(20, DIGITS);
    }

    @Test
    void whatIsSentLateIsDelayAndNotLatency() {
        Tally tally = new Tally(1_000, 3, 0);
        long begin = 7_000 * MILLI;
        // The first one comes 2 ms late: later ones that are in time show it.
        tally.sent(begin + 2 * MILLI);
        tally.sent(begin + MILLI);
        tally.sent(begin + 2 * MILLI);
        for (int number = 0; number < 3; number++) {
            tally.answered(number, 202, false, begin + 3 * MILLI);
        }
        assertThat(tally.result().get("delayP50Millis").doubleValue()).isZero();
        assertThat(tally.result().get("delayP99Millis").doubleValue()).isCloseTo(2, DIGITS);
        assertThat(tally.result().get("p99Millis").doubleValue()).isCloseTo(2, DIGITS);
    }

    @Test
    void whileItSettlesOrdersAreCountedAndNotTimed() {
        Tally tally = new Tally(1_000, 3, 2);
        for (int number = 0; number < 3; number++) {
            tally.sent(number * MILLI);
        }
        tally.answered(0, 202, false, 80 * MILLI);
        tally.answered(1, 503, true, 80 * MILLI);
        tally.answered(2, 202, false, 5 * MILLI);
        assertThat(tally.result())
                .containsEntry("accepted", 2L)
                .containsEntry("unavailable", 1L)
                .containsEntry("unavailableP99Millis", 0.0);
        assertThat(tally.result().get("p99Millis").doubleValue()).isCloseTo(3, DIGITS);
    }

    @Test
    void nothingSentIsNothing() {
        assertThat(new Tally(10, 10, 0).result().values()).allMatch(number -> number.doubleValue() == 0);
    }

    @Test
    void aLineIsAddressesRateAndMilliseconds() {
        Load load = Load.parse("http://127.0.0.1:1/api/orders,http://127.0.0.1:2/api/orders 50 2000 500");
        assertThat(load.rate()).isEqualTo(50);
        assertThat(load.length()).hasSeconds(2);
        assertThat(load.address(3)).isEqualTo("http://127.0.0.1:2/api/orders");
        assertThatThrownBy(() -> Load.parse("http://127.0.0.1:1/ 50 2000"))
                .hasMessageContaining("expected addresses, rate and twice milliseconds");
    }
}
