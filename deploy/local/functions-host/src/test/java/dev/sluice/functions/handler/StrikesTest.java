package dev.sluice.functions.handler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Three failures, with no more than 30 minutes between one and the next. */
class StrikesTest {

    private static final Instant START = Instant.parse("2026-11-22T09:00:00Z");

    private final Strikes strikes = new Strikes();

    @Test
    void theThirdStops() {
        assertThat(strikes.add(START)).isFalse();
        assertThat(strikes.add(START.plusSeconds(1))).isFalse();
        assertThat(strikes.add(START.plusSeconds(2))).isTrue();
    }

    @Test
    void whatIsLongPastIsForgotten() {
        assertThat(strikes.add(START)).isFalse();
        assertThat(strikes.add(START.plusSeconds(1))).isFalse();
        var later = START.plusSeconds(1).plus(Duration.ofMinutes(30)).plusMillis(1);
        assertThat(strikes.add(later)).isFalse();
        assertThat(strikes.count()).isEqualTo(1);
    }

    @Test
    void itIsTheTimeSinceTheLastThatCounts() {
        assertThat(strikes.add(START)).isFalse();
        assertThat(strikes.add(START.plus(Duration.ofMinutes(30)))).isFalse();
        assertThat(strikes.add(START.plus(Duration.ofMinutes(60)))).isTrue();
    }
}
