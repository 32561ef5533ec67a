package dev.sluice.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.loadtest.scenario.ScenarioException;
import dev.sluice.loadtest.scenario.ScenarioFile;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {
    private static final Set<String> METRICS = Set.of("lost");

    @ParameterizedTest
    @CsvSource({
        "0, 0, true", "0, 1, false",
        "at least 2, 2, true", "at least 2, 1, false",
        "at most 2.5, 2.5, true", "at most 2.5, 2.6, false"
    })
    void decides(String text, double actual, boolean passed) throws ScenarioException {
        Threshold threshold = read("lost: " + text).get(0);
        assertThat(new Threshold.Result(threshold, actual).passed()).isEqualTo(passed);
        assertThat(threshold.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost: none", "lost: '> 1'", "lost: at least", "lost: -1", "found: 0", "lost: [1]"})
    void refusesWhatIsNone(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith("t.yaml:1: ")
                .hasMessageContaining("expected");
    }

    private static List<Threshold> read(String text) throws ScenarioException {
        return Threshold.read(new ScenarioFile("t.yaml", text).read(), METRICS);
    }
}
