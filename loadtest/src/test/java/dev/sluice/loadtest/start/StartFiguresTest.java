package dev.sluice.loadtest.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.loadtest.scenario.ScenarioFile;
import dev.sluice.loadtest.start.Variant.Kind;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartFiguresTest {
    @Test
    void theServiceThatGainsLeastDecides() {
        Map<Variant, List<HandlerStart>> starts = new LinkedHashMap<>();
        starts.put(variant("producer", Kind.JVM), starts(1_000, 900, 3_000));
        starts.put(variant("producer", Kind.ARCHIVE), starts(700, 100, 800));
        starts.put(variant("consumer", Kind.JVM), starts(2_000));
        starts.put(variant("consumer", Kind.ARCHIVE), starts(1_000));
        StartFigures figures = new StartFigures(starts);

        assertThat(figures.figures()).containsExactly(Map.entry("archiveRatio", 0.7));
        assertThat(figures.points().get(0))
                .containsEntry("variant", "producer jvm")
                .containsEntry("medianMillis", 1_000L)
                .containsEntry("leastMillis", 900L)
                .containsEntry("mostMillis", 3_000L)
                .containsEntry("rssBytes", 5L);
    }

    @Test
    void withoutAnArchiveThereIsNoRatio() {
        assertThat(new StartFigures(Map.of(variant("consumer", Kind.NATIVE), starts(49))).figures())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "full"})
    void theShippedScenariosCanBeRead(String name) throws Exception {
        assertThat(StartScenario.read(ScenarioFile.find("start", name)).thresholds())
                .hasSize(1);
    }

    @Test
    void aServiceThatThereIsNotIsToldByLine() {
        assertThatThrownBy(() -> StartScenario.read(new ScenarioFile("mine.yaml", "rounds: 1\nservices: [broker]")))
                .hasMessage("mine.yaml:2: services: expected producer or consumer, each once, found 'broker'");
    }

    private static Variant variant(String service, Kind kind) {
        return new Variant(service, kind, Path.of("."), List.of("true"));
    }

    private static List<HandlerStart> starts(double... millis) {
        return DoubleStream.of(millis)
                .mapToObj(each -> new HandlerStart(each, 5))
                .toList();
    }
}
