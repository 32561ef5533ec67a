package dev.sluice.loadtest.burst;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.loadtest.cost.PriceList;
import dev.sluice.loadtest.scenario.ScenarioFile;
import dev.sluice.stack.ledger.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuredTest {
    private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
    private static final Duration HANDLER = Duration.ofMillis(500);

    private final Measured elastic = new Measured(
            verdict(100, 98, 2),
            new Course(List.of(), 10, 60, 20, 5),
            Duration.ofSeconds(1),
            List.of(START, at(300)),
            List.of(at(5_100), at(5_100), at(9_000)),
            List.of(at(8_600), at(8_800)));

    @Test
    void anInstanceStartsUntilItTakesOnItsFirstOrder() {
        assertThat(elastic.startTime(HANDLER)).isEqualTo(3_100);
        assertThat(Measured.NOTHING.startTime(HANDLER)).isZero();
    }

    @Test
    void thePlansTicksGoOnWhetherOrdersComeOrNot() {
        assertThat(elastic.firstTick(Duration.ofSeconds(2))).isEqualTo(1_100);
        assertThat(Measured.NOTHING.firstTick(Duration.ofSeconds(2))).isZero();
        assertThat(elastic.arrivals()).containsExactly(0L, 300L);
    }

    @Test
    void figuresCompareWithTheSimulationAndWithTheMostInstances() throws Exception {
        Measured fixed = new Measured(
                verdict(100, 100, 0),
                new Course(List.of(), 6, 30, 6, 5),
                Duration.ZERO,
                List.of(),
                List.of(),
                List.of());
        BurstFigures figures = new BurstFigures(
                new BurstScenario("test", 100, HANDLER, 1, 5, Duration.ofSeconds(2), List.of()),
                elastic,
                new Course(List.of(), 8, 55, 19, 5),
                fixed,
                PriceList.read(ScenarioFile.find("cost", "prices")));
        assertThat(figures.figures().keySet()).containsExactlyElementsOf(BurstFigures.NAMES);
        assertThat(figures.figures())
                .containsEntry("drainRatio", 1.25)
                .containsEntry("instanceSeconds", 60.0)
                .containsEntry("fixedInstanceSeconds", 100.0);
        double cost = figures.figures().get("costPer1000Bursts").doubleValue();
        assertThat(cost / figures.figures().get("fixedCostPer1000Bursts").doubleValue())
                .isBetween(0.599, 0.601);
        Verdict both = figures.verdict();
        assertThat(both.accepted()).isEqualTo(200);
        assertThat(both.processed()).isEqualTo(198);
        assertThat(both.lost()).isEqualTo(2);
    }

    private static Instant at(long millis) {
        return START.plusMillis(millis);
    }

    private static Verdict verdict(long accepted, long processed, long lost) {
        return new Verdict(accepted, processed, 0, 0, lost, 0, 0, 0, Duration.ofSeconds(10), new Verdict.Latency(1, 2));
    }
}
