package dev.sluice.loadtest.burst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.loadtest.scenario.ScenarioException;
import dev.sluice.loadtest.scenario.ScenarioFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BurstScenarioTest {
    private static final Path HOST_FILE = Path.of("../consumer/src/main/function-app/host.json");

    @ParameterizedTest
    @ValueSource(strings = {"short", "full"})
    void everyShippedOneIsRight(String name) throws ScenarioException {
        BurstScenario scenario = BurstScenario.read(ScenarioFile.find("burst", name));
        assertThat(scenario.thresholds())
                .as("the plan has to have been used up")
                .anyMatch(
                        threshold -> threshold.metric().equals("mostInstances") && threshold.limit() == scenario.max());
    }

    @Test
    void hasDefaults() throws ScenarioException {
        assertThat(read("{orders: 5, max: 3, tick: 2s}"))
                .isEqualTo(
                        new BurstScenario("b.yaml", 5, Duration.ofMillis(500), 1, 3, Duration.ofSeconds(2), List.of()));
    }

    @Test
    void anInstanceTakesOnWhatConsumersHostFileSays() throws Exception {
        assertThat(new ObjectMapper()
                        .readTree(HOST_FILE.toFile())
                        .at("/extensions/serviceBus/maxConcurrentCalls")
                        .asInt())
                .isEqualTo(BurstScenario.CONCURRENCY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'{max: 2, tick: 2s}'|b.yaml:1: expected a key 'orders'",
                "'{orders: 0, max: 2, tick: 2s}'|b.yaml:1: orders: expected a whole number from 1",
                "'{orders: 1, min: 3, max: 2, tick: 2s}'|b.yaml:1: max: expected a whole number from 3 to 100",
                "'{orders: 1, max: 2, tick: 1500ms}'|b.yaml:1: tick: expected whole seconds, from 1s to 60s",
                "'{orders: 1, max: 2, tick: 2s, handler: 11s}'|b.yaml:1: handler: expected a time from 1ms to 10s",
                "'{orders: 1, max: 2, tick: 2s, rate: 2}'|b.yaml:1: expected one of orders, handler"
            })
    void saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith(message);
    }

    private static BurstScenario read(String text) throws ScenarioException {
        return BurstScenario.read(new ScenarioFile("b.yaml", text));
    }
}
