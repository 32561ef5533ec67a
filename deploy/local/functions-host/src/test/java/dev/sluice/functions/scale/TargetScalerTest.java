package dev.sluice.functions.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Elastic Premium's numbers, on a clock of our own. */
class TargetScalerTest {

    private static final Duration TICK = Duration.ofSeconds(10);

    private Instant now = Instant.parse("2026-11-22T09:00:00Z");

    @Test
    void theTargetIsMessagesByConcurrencyRoundedUp() {
        var scaler = new TargetScaler(ScalePlan.of(1, 100, TICK));
        assertThat(decide(scaler, 1, 16)).isEqualTo(1);
        assertThat(decide(scaler, 1, 17)).isEqualTo(2);
        assertThat(decide(scaler, 1, 48)).isEqualTo(3);
        assertThat(decide(scaler, 1, 49)).isEqualTo(4);
    }

    @Test
    void aDecisionAddsFourAtMost() {
        var scaler = new TargetScaler(ScalePlan.of(1, 20, TICK));
        assertThat(decide(scaler, 1, 400)).isEqualTo(5);
        assertThat(decide(scaler, 5, 400)).isEqualTo(9);
        assertThat(decide(scaler, 9, 400)).isEqualTo(13);
        assertThat(decide(scaler, 13, 400)).isEqualTo(17);
        assertThat(decide(scaler, 17, 400)).as("the plan's maximum").isEqualTo(20);
        assertThat(decide(scaler, 20, 400)).isEqualTo(20);
    }

    @Test
    void theBusiestFunctionCounts() {
        var scaler = new TargetScaler(ScalePlan.of(1, 10, TICK));
        var decision = scaler.decide(
                now, 1, List.of(new FunctionLoad("a", 10, false, 16), new FunctionLoad("b", 250, false, 100)));
        assertThat(decision.desired()).isEqualTo(3);
        assertThat(decision)
                .hasToString(
                        "instances 1 -> 3, prewarmed 1: target 3 (a 10 messages / 16 = 1, b 250 messages / 100 = 3);"
                                + " out");
    }

    @Test
    void instancesGoOnlyWhenForThreeTicksNoMoreWereWanted() {
        var scaler = new TargetScaler(ScalePlan.of(1, 8, TICK));
        assertThat(decide(scaler, 4, 64)).isEqualTo(4);
        assertThat(decide(scaler, 4, 0)).as("10 s").isEqualTo(4);
        assertThat(decide(scaler, 4, 20)).as("20 s").isEqualTo(4);
        assertThat(decide(scaler, 4, 0)).as("30 s: four were wanted 30 s ago").isEqualTo(4);
        assertThat(decide(scaler, 4, 0)).as("two were wanted 20 s ago").isEqualTo(2);
        assertThat(decide(scaler, 2, 0)).isEqualTo(2);
        assertThat(decide(scaler, 2, 0)).isEqualTo(1);
        assertThat(decide(scaler, 1, 0)).as("always ready").isEqualTo(1);
    }

    @Test
    void aScalerThatHasJustBegunTakesNothingAway() {
        var scaler = new TargetScaler(ScalePlan.of(1, 8, TICK));
        assertThat(decide(scaler, 5, 0)).isEqualTo(5);
        assertThat(decide(scaler, 5, 0)).isEqualTo(5);
        assertThat(decide(scaler, 5, 0)).isEqualTo(5);
        assertThat(decide(scaler, 5, 0)).isEqualTo(1);
    }

    @Test
    void oneIsPrewarmedWhileThereIsLoadAndRoom() {
        var scaler = new TargetScaler(ScalePlan.of(1, 4, TICK));
        assertThat(prewarmed(scaler, 1, 0)).as("idle").isZero();
        assertThat(prewarmed(scaler, 1, 1)).as("load").isEqualTo(1);
        assertThat(prewarmed(scaler, 2, 20)).isEqualTo(1);
        assertThat(prewarmed(scaler, 4, 200)).as("no room").isZero();
        assertThat(prewarmed(new TargetScaler(ScalePlan.of(2, 2, TICK)), 2, 500))
                .isZero();
    }

    @Test
    void anAppWithoutSuchATriggerStaysAtItsMinimum() {
        assertThat(new TargetScaler(ScalePlan.of(2, 8, TICK))
                        .decide(now, 2, List.of())
                        .desired())
                .isEqualTo(2);
    }

    @Test
    void aLoadBeyondAllNumbersIsTheMaximum() {
        var scaler = new TargetScaler(ScalePlan.of(1, 100, TICK));
        assertThat(scaler.decide(now, 99, List.of(new FunctionLoad("a", Long.MAX_VALUE / 2, false, 1)))
                        .desired())
                .isEqualTo(100);
    }

    @Test
    void aPlanThatElasticPremiumDoesNotHaveIsRefused() {
        assertThatThrownBy(() -> ScalePlan.of(0, 1, TICK)).hasMessage("min must be 1 to 20, is 0");
        assertThatThrownBy(() -> ScalePlan.of(21, 30, TICK)).hasMessage("min must be 1 to 20, is 21");
        assertThatThrownBy(() -> ScalePlan.of(3, 2, TICK)).hasMessage("max must be min to 100, is 2");
        assertThatThrownBy(() -> ScalePlan.of(1, 101, TICK)).hasMessage("max must be min to 100, is 101");
        assertThatThrownBy(() -> ScalePlan.of(1, 2, Duration.ZERO)).hasMessage("tick must be above zero");
    }

    private int decide(TargetScaler scaler, int current, long messages) {
        return at(scaler, current, messages).desired();
    }

    private int prewarmed(TargetScaler scaler, int current, long messages) {
        return at(scaler, current, messages).prewarmed();
    }

    private ScaleDecision at(TargetScaler scaler, int current, long messages) {
        var decision = scaler.decide(now, current, List.of(new FunctionLoad("f", messages, false, 16)));
        now = now.plus(TICK);
        return decision;
    }
}
