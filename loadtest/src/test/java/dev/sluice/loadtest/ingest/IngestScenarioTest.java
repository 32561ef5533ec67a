package dev.sluice.loadtest.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.loadtest.scenario.ScenarioException;
import dev.sluice.loadtest.scenario.ScenarioFile;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestScenarioTest {
    @ParameterizedTest
    @CsvSource({"short, 20", "full, 3"})
    void theShippedOnesWantWhatIsClaimed(String name, int p99Ratio) throws Exception {
        IngestScenario scenario = IngestScenario.read(ScenarioFile.find("ingest", name));
        assertThat(scenario.thresholds())
                .extracting(threshold -> threshold.metric() + ": " + threshold.text())
                .containsExactly("acceptedRatio: at least 0.6", "p99Ratio: at most " + p99Ratio);
    }

    @Test
    void whatIsLeftOutHasADefault() throws Exception {
        IngestScenario scenario = read("from: 50");
        assertThat(scenario.from()).isEqualTo(50);
        assertThat(scenario.factor()).isEqualTo(2);
        assertThat(scenario.step()).isEqualTo(Duration.ofSeconds(2));
        assertThat(scenario.most()).isEqualTo(16_000);
        assertThat(scenario.tiered()).isFalse();
    }

    @Test
    void jvmsMayCompileAsInProduction() throws Exception {
        assertThat(read("tiered: true").tiered()).isTrue();
        assertThatThrownBy(() -> read("tiered: yes please")).hasMessageContaining("tiered: expected true or false");
    }

    @Test
    void whatIsWrongIsToldByLine() {
        assertThatThrownBy(() -> read("from: 50\nmost: 40"))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining("mine.yaml:2: most: expected a whole number from 50");
        assertThatThrownBy(() -> read("factor: 1"))
                .hasMessageContaining("mine.yaml:1: factor: expected a number from 1.1");
        assertThatThrownBy(() -> read("step: 10ms")).hasMessageContaining("step: expected a time from 1s to 2m");
        assertThatThrownBy(() -> read("thresholds: {strikes: 1}")).hasMessageContaining("acceptedRatio");
    }

    private static IngestScenario read(String yaml) throws ScenarioException {
        return IngestScenario.read(new ScenarioFile("mine.yaml", yaml));
    }
}
