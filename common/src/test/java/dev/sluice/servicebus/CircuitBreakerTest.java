package dev.sluice.servicebus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.servicebus.CircuitBreaker.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitBreakerTest {
    private static final int FAILURES = 3;
    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private long now = Long.MAX_VALUE - 1;
    private final CircuitBreaker breaker = new CircuitBreaker(FAILURES, INTERVAL, () -> now);

    @Test
    void opensAfterSoManyFailuresInARow() {
        for (int i = 1; i < FAILURES; i++) {
            assertThat(breaker.failed(breaker.enter(), false)).isFalse();
        }
        assertThat(breaker.state()).isEqualTo(State.CLOSED);

        assertThat(breaker.failed(breaker.enter(), false)).isTrue();
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(breaker.enter()).isEqualTo(CircuitBreaker.NO_ENTRY);
    }

    @Test
    void aSuccessInBetweenStartsTheCountAgain() {
        for (int i = 0; i < 10; i++) {
            breaker.failed(breaker.enter(), false);
            breaker.failed(breaker.enter(), false);
            assertThat(breaker.succeeded(breaker.enter())).isFalse();
        }
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void opensAtOnceAfterATimeout() {
        assertThat(breaker.failed(breaker.enter(), true)).isTrue();
        assertThat(breaker.state()).isEqualTo(State.OPEN);
    }

    @Test
    void manyFailuresAtOnceOpenItOnce() {
        long[] passes = {breaker.enter(), breaker.enter(), breaker.enter(), breaker.enter(), breaker.enter()};
        int opened = 0;
        for (long pass : passes) {
            opened += breaker.failed(pass, true) ? 1 : 0;
        }
        assertThat(opened).isEqualTo(1);
    }

    @Test
    void aProbeIsDueOnceInEachInterval() {
        assertThat(breaker.isProbeDue()).as("while it is closed").isFalse();
        open();
        assertThat(breaker.isProbeDue()).isFalse();
        now += INTERVAL.toNanos() - 1;
        assertThat(breaker.isProbeDue()).isFalse();

        now += 1;
        assertThat(breaker.isProbeDue()).isTrue();
        assertThat(breaker.isProbeDue()).as("one is under way").isFalse();
        now += INTERVAL.toNanos();
        assertThat(breaker.isProbeDue()).as("nothing was heard of the first").isTrue();
    }

    @Test
    void halfOpenLetsOneCallThroughAndItsSuccessCloses() {
        open();
        breaker.probed();
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        assertThat(breaker.isProbeDue()).isFalse();

        long trial = breaker.enter();
        assertThat(breaker.enter()).isEqualTo(CircuitBreaker.NO_ENTRY);
        assertThat(breaker.succeeded(trial)).isTrue();

        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        assertThat(breaker.enter()).isNotEqualTo(CircuitBreaker.NO_ENTRY);
    }

    @Test
    void aFailedTrialOpensItForAnotherInterval() {
        open();
        breaker.probed();
        now += INTERVAL.toNanos();

        assertThat(breaker.failed(breaker.enter(), false)).as("one is enough").isTrue();

        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(breaker.isProbeDue()).isFalse();
        now += INTERVAL.toNanos();
        assertThat(breaker.isProbeDue()).isTrue();
    }

    @Test
    void aTrialThatWasNotMadeMakesRoomForTheNext() {
        open();
        breaker.probed();
        breaker.withdrawn(breaker.enter());

        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
        assertThat(breaker.enter()).isNotEqualTo(CircuitBreaker.NO_ENTRY);
    }

    @Test
    void whatCallsOfAnEarlierStateReportDoesNotCount() {
        long early = breaker.enter();
        long alsoEarly = breaker.enter();
        long third = breaker.enter();
        open();
        assertThat(breaker.succeeded(early)).isFalse();
        assertThat(breaker.state()).isEqualTo(State.OPEN);

        breaker.probed();
        long trial = breaker.enter();
        assertThat(breaker.failed(alsoEarly, true)).isFalse();
        breaker.withdrawn(third);
        assertThat(breaker.enter()).as("the trial is under way").isEqualTo(CircuitBreaker.NO_ENTRY);
        assertThat(breaker.succeeded(trial)).isTrue();
        assertThat(breaker.failed(alsoEarly, true)).isFalse();
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void aProbeThatComesBackLateChangesNothing() {
        breaker.probed();
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        open();
        breaker.probed();
        breaker.probed();
        assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
    }

    private void open() {
        assertThat(breaker.failed(breaker.enter(), true)).isTrue();
    }
}
