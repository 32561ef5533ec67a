package dev.sluice.loadtest.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.loadtest.scenario.ScenarioException;
import dev.sluice.loadtest.scenario.ScenarioFile;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadScenarioTest {
    @ParameterizedTest
    @ValueSource(strings = {"short", "full"})
    void everyShippedOneIsRight(String name) throws ScenarioException {
        assertThat(LoadScenario.read(ScenarioFile.find("load", name)).orders()).isPositive();
    }

    @Test
    void hasDefaults() throws ScenarioException {
        assertThat(LoadScenario.read(new ScenarioFile("s.yaml", "{orders: 5}")))
                .isEqualTo(new LoadScenario("s.yaml", 5, 50, Duration.ofMinutes(1), List.of()));
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> LoadScenario.read(new ScenarioFile("s.yaml", "patience: 31m")))
                .hasMessage("s.yaml:1: patience: expected a time of up to 30m, found '31m'");
        assertThatThrownBy(() -> LoadScenario.read(new ScenarioFile("s.yaml", "thresholds: {lost: 0}")))
                .hasMessageContaining("expected one of accepted, processed");
    }

    @Test
    void aPercentileIsOneOfTheValues() {
        List<Long> hundred = LongStream.rangeClosed(1, 100).boxed().toList();
        assertThat(LoadFigures.percentile(hundred, 50)).isEqualTo(50);
        assertThat(LoadFigures.percentile(hundred, 99)).isEqualTo(99);
        assertThat(LoadFigures.percentile(List.of(7L), 99)).isEqualTo(7);
        assertThat(LoadFigures.percentile(List.of(), 99)).isZero();
    }
}
