package dev.sluice.loadtest.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.loadtest.fault.FaultKind;
import dev.sluice.loadtest.scenario.ScenarioException;
import dev.sluice.loadtest.scenario.ScenarioFile;
import dev.sluice.stack.Inlet;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChaosScenarioTest {
    @ParameterizedTest
    @CsvSource({
        "chaos, short",
        "chaos, kills",
        "chaos, bus",
        "chaos, cuts",
        "chaos, database",
        "chaos, clock",
        "chaos, full",
        "soak, short",
        "soak, full"
    })
    void everyShippedOneIsRight(String experiment, String name) throws ScenarioException {
        ChaosScenario scenario = ChaosScenario.read(ScenarioFile.find(experiment, name));
        int strikes = scenario.faults().stream().mapToInt(FaultStep::times).sum();
        assertThat(scenario.thresholds())
                .as("a run that ended early must not pass")
                .anyMatch(threshold -> threshold.metric().equals("strikes") && threshold.limit() == strikes);
    }

    @Test
    void hasDefaults() throws ScenarioException {
        ChaosScenario scenario =
                read("faults: [{fault: pause-consumer}, {fault: cut-bus, times: 2, every: 1s, for: 9s}]");
        assertThat(scenario.system())
                .isEqualTo(new SystemPlan(
                        Inlet.FUNCTIONS,
                        3,
                        Duration.ofSeconds(5),
                        Duration.ofMillis(50),
                        false,
                        Duration.ZERO,
                        java.util.Map.of()));
        assertThat(scenario.faults())
                .containsExactly(
                        new FaultStep(FaultKind.PAUSE_CONSUMER, 1, Duration.ofSeconds(2), Duration.ofSeconds(8)),
                        new FaultStep(FaultKind.CUT_BUS, 2, Duration.ofSeconds(1), Duration.ofSeconds(9)));
        assertThat(scenario.by(Inlet.PROCESSOR).system().inlet()).isEqualTo(Inlet.PROCESSOR);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rate: 5|c.yaml:1: expected a key 'faults'",
                "faults: [{fault: kill-me}]|c.yaml:1: fault: expected one of kill-consumer, kill-after-commit",
                "faults: [{times: 2}]|c.yaml:1: faults: expected a key 'fault'",
                "'faults: [{fault: cut-bus, for: long}]'|c.yaml:1: for: expected a time such as 500ms, 5s or 2m",
                "'{faults: [], lock: 4s}'|c.yaml:1: lock: expected a time from 5s to 5m",
                "'{faults: [], inlet: both}'|c.yaml:1: inlet: expected functions or processor",
                "'{faults: [], clock-ahead: 60s}'|c.yaml:1: clock-ahead: expected 'inlet: processor'",
                "'{faults: [], thresholds: {gone: 0}}'|c.yaml:1: thresholds: expected one of accepted, processed",
                "'{faults: [], wait: 5s}'|c.yaml:1: expected one of inlet, consumers"
            })
    void saysWhatIsWrong(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(ScenarioException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void namesWhatItDidNotFind() {
        assertThatThrownBy(() -> ScenarioFile.find("chaos", "missing"))
                .isInstanceOf(ScenarioException.class)
                .hasMessage("missing: expected the name of a shipped scenario, or a file; there is neither");
    }

    private static ChaosScenario read(String text) throws ScenarioException {
        return ChaosScenario.read(new ScenarioFile("c.yaml", text));
    }
}
