package dev.sluice.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.monitoring.Programs.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RulesIT {
    @BeforeEach
    void requirePromtool() {
        Programs.require("promtool");
    }

    @Test
    void theRulesAreValid() throws Exception {
        assertSucceeds(Programs.run("promtool", "check", "rules", "rules/recording.yml", "rules/alerts.yml"));
    }

    @Test
    void theRulesFireAndClearWhenTheyShould() throws Exception {
        assertSucceeds(Programs.run("promtool", "test", "rules", "tests/rules-test.yml"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"prometheus.yml", "prometheus-azure.yml"})
    void theConfigurationsAreValid(String name) throws Exception {
        assertSucceeds(Programs.run("promtool", "check", "config", name));
    }

    /** Sixty times faster, they are still what the live test says that they are. */
    @Test
    void theFasterRulesDifferInTimesOnly(@TempDir Path copy) throws Exception {
        FasterRules.copyTo(copy);

        assertSucceeds(Programs.run(
                "promtool", "check", "config", copy.resolve("prometheus.yml").toString()));
        assertThat(words(copy.resolve("rules/alerts.yml"))).isEqualTo(words(Path.of("rules/alerts.yml")));
        assertThat(Files.readString(copy.resolve("rules/alerts.yml")))
                .contains("sluice:backlog_age_seconds > 5 * 1", "for: 5s", "[15s]");
        assertThat(Files.readString(copy.resolve("rules/recording.yml"))).contains("[6m]", "[5s]");
    }

    private static String words(Path rules) throws IOException {
        return Files.readString(rules).replaceAll("[0-9]+[smh]?", "");
    }

    private static void assertSucceeds(Result result) {
        assertThat(result.exitCode()).as(result.text()).isZero();
    }
}
