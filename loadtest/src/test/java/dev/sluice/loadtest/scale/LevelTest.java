package dev.sluice.loadtest.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LevelTest {
    private static final double PRECISE = 1e-9;

    private final Level one = level(9, 400);
    private final Level four = level(3, 400, 380, 360, 300);

    @Test
    void efficiencyIsWhatIsLeftOfSoManyTimesOne() {
        assertThat(one.throughput()).isEqualTo(100, within(PRECISE));
        assertThat(four.throughput()).isEqualTo(360, within(PRECISE));
        assertThat(four.efficiency(one)).isEqualTo(0.9, within(PRECISE));
        assertThat(one.efficiency(one)).isEqualTo(1, within(PRECISE));
    }

    @Test
    void theFurthestShareDecidesHowFairItIs() {
        assertThat(four.shares().stream().mapToDouble(share -> share).sum()).isEqualTo(1, within(PRECISE));
        assertThat(four.unfairness()).isEqualTo(1 - 300.0 / 360, within(PRECISE));
        assertThat(level(1, 500, 300, 400).unfairness()).isEqualTo(0.25, within(PRECISE));
        assertThat(level(1, 0, 0).unfairness()).as("nobody did anything").isEqualTo(1, within(PRECISE));
    }

    @Test
    void theReportHasAPointForEachLevelAndTheFiguresOfTheLast() {
        ScaleFigures figures = figures(one, four);
        assertThat(figures.figures().keySet()).containsExactlyElementsOf(ScaleFigures.NAMES);
        assertThat(figures.figures())
                .containsEntry("levels", 2)
                .containsEntry("warmUpSeconds", 7.5)
                .containsEntry("throughputPerInstance", 100.0)
                .containsEntry("ceilingShare", 0.8)
                .containsEntry("efficiency", four.efficiency(one))
                .containsEntry("unfairness", four.unfairness())
                .containsEntry("leastBacklog", 3L);
        Map<String, Object> point = figures.points().get(1);
        assertThat(point).containsEntry("instances", 4).containsEntry("rssBytes", List.of(1024L, 1024L, 1024L, 1024L));
        assertThat(point.get("cpuSeconds")).isEqualTo(List.of(0.5, 0.5, 0.5, 0.5));
    }

    @Test
    void aRunWithoutALevelHasAllFiguresToo() {
        assertThat(figures().figures().keySet()).containsExactlyElementsOf(ScaleFigures.NAMES);
        assertThat(figures().points()).isEmpty();
    }

    private static ScaleFigures figures(Level... levels) {
        ScaleScenario scenario = new ScaleScenario(
                "s.yaml",
                List.of(1, 4),
                Duration.ofMillis(40),
                5,
                0,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(4),
                List.of());
        return new ScaleFigures(scenario, Duration.ofMillis(7_500), List.of(levels));
    }

    private static Level level(long backlog, long... effects) {
        return new Level(
                Duration.ofSeconds(4),
                backlog,
                LongStream.of(effects)
                        .mapToObj(count -> new Level.Instance(count, Duration.ofMillis(500), 1024))
                        .toList(),
                Duration.ofMillis(100),
                Duration.ofMillis(200));
    }
}
