package dev.sluice.loadtest.burst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.loadtest.measure.Sample;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PlanSimulationTest {
    private static final double MILLISECOND = 0.001;

    /** 1,600 orders of a second each, 16 at once: a hundred instance-seconds of work. */
    private static final int ORDERS = 1600;

    @Test
    void oneInstanceTakesAsLongAsItsWork() {
        Course course = run(1, 1, Collections.nCopies(ORDERS, 0L), 0, 0);
        assertThat(course.drainSeconds()).isEqualTo(100, within(MILLISECOND));
        assertThat(course.mostInstances()).isEqualTo(1);
        assertThat(course.instanceSeconds()).isEqualTo(100, within(0.01));
    }

    @Test
    void addsFourInADecisionAndWaitsUntilTheyHaveStarted() {
        // One until 2 s + 3 s, then five: 5 + 95 / 5 s, in whole rounds.
        Course course = run(1, 5, Collections.nCopies(ORDERS, 0L), 2000, 3000);
        assertThat(course.drainSeconds()).isEqualTo(24, within(MILLISECOND));
        assertThat(course.mostInstances()).isEqualTo(5);
        assertThat(instancesAt(course, 1.5)).isEqualTo(1);
        assertThat(instancesAt(course, 2.5)).isEqualTo(5);
    }

    @Test
    void theSecondDecisionHasAPrewarmedOneToTake() {
        Course cold = run(1, 6, Collections.nCopies(ORDERS, 0L), 2000, 3000);
        // Five from 5 s on, and the sixth, prewarmed at 2 s and active at 4 s, with them.
        assertThat(cold.drainSeconds()).isEqualTo(21, within(MILLISECOND));
    }

    @Test
    void instancesGoWhenForThreeTicksNoMoreWereWanted() {
        Course course = run(1, 5, Collections.nCopies(ORDERS, 0L), 2000, 0);
        assertThat(course.seconds()).isBetween(course.drainSeconds() + 2, course.drainSeconds() + 8.1);
        assertThat(course.samples().get(course.samples().size() - 1).backlog()).isZero();
    }

    @Test
    void ordersAreNotDoneBeforeTheyCome() {
        List<Long> slow =
                LongStream.range(0, 10).map(number -> number * 1000).boxed().toList();
        Course course = run(1, 5, slow, 0, 0);
        assertThat(course.drainSeconds()).isEqualTo(10, within(MILLISECOND));
        assertThat(course.mostInstances()).isEqualTo(1);
    }

    private static int instancesAt(Course course, double seconds) {
        return course.samples().stream()
                .filter(sample -> sample.seconds() == seconds)
                .findFirst()
                .map(Sample::instances)
                .orElseThrow();
    }

    private static Course run(int min, int max, List<Long> arrivals, long firstTick, long startTime) {
        BurstScenario scenario = new BurstScenario(
                "test", arrivals.size(), Duration.ofSeconds(1), min, max, Duration.ofSeconds(2), List.of());
        return new PlanSimulation(scenario, arrivals, firstTick, startTime).run();
    }
}
