package dev.sluice.loadtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioNodeTest {
    @Test
    void readsWhatIsThere() throws ScenarioException {
        Map<String, ScenarioNode> fields =
                node("a: 7\nb: 0.5\nc: true\nd: [x, y]\ne: {f: text}").fields();
        assertThat(fields.get("a").number(1, 10)).isEqualTo(7);
        assertThat(fields.get("b").decimal(0, 1)).isEqualTo(0.5);
        assertThat(fields.get("c").flag()).isTrue();
        assertThat(fields.get("d").items()).hasSize(2);
        assertThat(fields.get("e").fields("f").get("f").text()).isEqualTo("text");
        assertThat(fields.keySet()).containsExactly("a", "b", "c", "d", "e");
    }

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "5s, PT5S", "2m, PT2M", "0s, PT0S", "1440m, PT24H"})
    void readsTimes(String text, Duration duration) throws ScenarioException {
        assertThat(node(text).duration()).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5 s", "-5s", "1h", "1441m", "9999999999s", "{a: b}", "[]"})
    void refusesOtherTimes(String text) {
        refuses(() -> node(text).duration(), "scenario.yaml:1: expected a t");
    }

    @Test
    void namesFileLineKeyAndWhatWasExpected() {
        refuses(
                () -> node("# first\nrate: many").fields().get("rate").number(1, 5),
                "scenario.yaml:2: rate: expected a whole number from 1 to 5, found 'many'");
        refuses(
                () -> node("rate: 6").fields().get("rate").number(1, 5),
                "scenario.yaml:1: rate: expected a whole number from 1 to 5, found '6'");
        refuses(
                () -> node("rate: .nan").fields().get("rate").decimal(1, 5),
                "scenario.yaml:1: rate: expected a number from 1.0 to 5.0, found '.nan'");
        refuses(() -> node("a: 1\nb: 2").fields("a", "c"), "scenario.yaml:2: expected one of a, c, found 'b'");
        refuses(() -> node("a: 1\na: 2").fields(), "scenario.yaml:2: expected each key once, found 'a'");
        refuses(
                () -> node("a: yes").fields().get("a").flag(),
                "scenario.yaml:1: a: expected true or false, found 'yes'");
        refuses(() -> node("a: 1").items(), "scenario.yaml:1: expected a list, found keys and values");
        refuses(() -> node("- 1").fields("a", "b"), "scenario.yaml:1: expected keys and values, of a, b, found a list");
        refuses(
                () -> node("a: {b: 1}").required(node("a: 1").fields(), "c"),
                "scenario.yaml:1: expected a key 'c', found keys and values");
    }

    @Test
    void saysWhereItIsNoYaml() {
        refuses(() -> node("a: 1\nb: [1, 2"), "scenario.yaml:2: expected YAML: ");
        refuses(() -> node("a: *nothing"), "scenario.yaml:1: expected YAML: ");
        refuses(() -> node(""), "scenario.yaml:1: expected a scenario, found nothing");
    }

    private static void refuses(ThrowingCallable reading, String message) {
        assertThatThrownBy(reading).isInstanceOf(ScenarioException.class).hasMessageStartingWith(message);
    }

    private static ScenarioNode node(String text) throws ScenarioException {
        return new ScenarioFile("scenario.yaml", text).read();
    }
}
