package dev.sluice.loadtest.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.loadtest.scenario.ScenarioException;
import dev.sluice.loadtest.scenario.ScenarioFile;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleScenarioTest {
    @ParameterizedTest
    @CsvSource({"short, 8", "full, 16"})
    void everyShippedOneIsRight(String name, int most) throws ScenarioException {
        ScaleScenario scenario = ScaleScenario.read(ScenarioFile.find("scale", name));
        assertThat(scenario.mostInstances()).isEqualTo(most);
        assertThat(scenario.handlerTime()).isEqualTo(Duration.ofMillis(50));
        assertThat(scenario.limit(most)).as("orders a second").isEqualTo(most * 80.0);
        assertThat(scenario.thresholds())
                .anyMatch(threshold -> threshold.metric().equals("unfairness"));
    }

    @Test
    void hasDefaults() throws ScenarioException {
        assertThat(read("instances: [1, 3]"))
                .isEqualTo(new ScaleScenario(
                        "s.yaml",
                        List.of(1, 3),
                        Duration.ofMillis(50),
                        4,
                        0,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(3),
                        List.of()));
    }

    @Test
    void theLevelsCantEmptyTheQueue() throws ScenarioException {
        ScaleScenario scenario = read("{instances: [1, 3], settle: 1s, window: 4s}");
        assertThat(scenario.enough()).isGreaterThan((80 + 3 * 80) * 5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "handler: 5ms|s.yaml:1: expected a key 'instances'",
                "instances: []|s.yaml:1: instances: expected a list of how many instances there are",
                "'instances: [2, 4]'|s.yaml:1: instances: expected 1 first",
                "'instances: [1, 4, 4]'|s.yaml:1: instances: expected more instances than before, found '4'",
                "'instances: [1, 33]'|s.yaml:1: instances: expected a whole number from 1 to 32",
                "'{instances: [1], handler: 0s}'|s.yaml:1: handler: expected a time from 1ms to 10s",
                "'{instances: [1], window: 0s}'|s.yaml:1: window: expected a time from 1ms to 44s",
                "'{instances: [1, 2], settle: 10s, window: 13s}'|s.yaml:1: window: expected a time from 1ms to 12s",
                "'{instances: [1], prefetch: 65}'|s.yaml:1: prefetch: expected a whole number from 0 to 64",
                "'{instances: [1], warm-up: 0s}'|s.yaml:1: warm-up: expected a time from 1ms to 120s",
                "'{instances: [1], thresholds: {speed: 1}}'|s.yaml:1: thresholds: expected one of accepted, processed"
            })
    void saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith(message);
    }

    private static ScaleScenario read(String text) throws ScenarioException {
        return ScaleScenario.read(new ScenarioFile("s.yaml", text));
    }
}
