package dev.sluice.loadtest.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class WarmthTest {
    @Test
    void isReachedWhenNothingRisesAnyMore() {
        assertThat(after(100, 200, 300, 305, 298).isReached()).isFalse();
        assertThat(after(100, 200, 300, 305, 298, 290).isReached()).isTrue();
    }

    @Test
    void whatIsDisturbedForALookIsNotWarm() {
        assertThat(after(100, 200, 50, 60, 300, 310).isReached()).isFalse();
        assertThat(after(100, 200, 50, 60, 300, 310, 300, 305).isReached()).isTrue();
    }

    @Test
    void whoDoesNothingIsCold() {
        assertThat(after(0, 0, 0, 0, 0).isReached()).isFalse();
    }

    private static Warmth after(double... rates) {
        Warmth warmth = new Warmth();
        DoubleStream.of(rates).forEach(warmth::add);
        return warmth;
    }
}
