package dev.sluice.loadtest.chaos;

import dev.sluice.loadtest.RunControl;
import dev.sluice.loadtest.fault.Target;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Has the faults of a schedule strike, and sees after each one that effects go on by themselves. */
final class Strikes {
    private final Target target;
    private final Timeline timeline;
    private final Random random;
    private final RunControl control;
    private int count;
    private Duration slowest = Duration.ZERO;

    Strikes(Target target, Timeline timeline, Random random, RunControl control) {
        this.target = target;
        this.timeline = timeline;
        this.random = random;
        this.control = control;
    }

    /** Returns when all have struck, or the run is stopped. */
    void all(List<FaultStep> steps) throws Exception {
        awaitEffect();
        for (FaultStep step : steps) {
            for (int time = 0; time < step.times() && !control.isStopped(); time++) {
                control.pause(Duration.ofMillis(Math.round(step.gap().toMillis() * (0.5 + random.nextDouble()))));
                if (!control.isStopped()) {
                    strike(step);
                }
            }
            target.awaitRestarts();
        }
    }

    private void strike(FaultStep step) throws Exception {
        double from = timeline.seconds();
        step.fault().fault().strike(target, step.length());
        Duration toNextEffect = awaitEffect();
        count++;
        slowest = toNextEffect.compareTo(slowest) > 0 ? toNextEffect : slowest;
        timeline.struck(step, from, toNextEffect);
    }

    private Duration awaitEffect() throws Exception {
        long from = System.nanoTime();
        long[] before = {-1};
        target.await("an effect", () -> {
            try {
                long through = target.through();
                if (before[0] < 0) {
                    before[0] = through;
                }
                return through > before[0];
            } catch (SQLException stillStarting) {
                return false;
            }
        });
        return Duration.ofNanos(System.nanoTime() - from);
    }

    /** How often a fault has struck. */
    int count() {
        return count;
    }

    /** From the end of a fault to the next effect, the longest. */
    Duration slowest() {
        return slowest;
    }
}
