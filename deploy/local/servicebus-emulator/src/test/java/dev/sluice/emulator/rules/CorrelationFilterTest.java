package dev.sluice.emulator.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CorrelationFilterTest {

    private final TestMessage message = TestMessage.rich();

    private boolean matches(Map<SystemProperty, String> system, Map<String, Object> application) {
        return new CorrelationFilter(system, application).matches(message);
    }

    @Test
    void everyConditionMustHold() {
        assertThat(matches(Map.of(SystemProperty.LABEL, "bus"), Map.of())).isTrue();
        assertThat(matches(Map.of(SystemProperty.LABEL, "Bus"), Map.of())).isFalse();
        assertThat(matches(Map.of(SystemProperty.LABEL, "bus", SystemProperty.TO, "Store5"), Map.of()))
                .isTrue();
        assertThat(matches(Map.of(SystemProperty.LABEL, "bus", SystemProperty.TO, "x"), Map.of()))
                .isFalse();
        assertThat(matches(Map.of(SystemProperty.LABEL, "bus"), Map.of("color", "blue")))
                .isFalse();
        assertThat(matches(Map.of(SystemProperty.REPLY_TO, "x"), Map.of())).isFalse();
    }

    @Test
    void applicationPropertiesAreComparedByValueAndTheirNamesWithoutCase() {
        assertThat(matches(Map.of(), Map.of("COLOR", "red"))).isTrue();
        assertThat(matches(Map.of(), Map.of("color", "RED"))).isFalse();
        assertThat(matches(Map.of(), Map.of("quantity", 10L))).isTrue();
        assertThat(matches(Map.of(), Map.of("quantity", 10.0))).isTrue();
        assertThat(matches(Map.of(), Map.of("quantity", "10"))).isFalse();
        assertThat(matches(Map.of(), Map.of("urgent", true))).isTrue();
        assertThat(matches(Map.of(), Map.of("missing", "x"))).isFalse();
        assertThat(matches(Map.of(), Map.of("nothing", "x"))).isFalse();
    }

    @Test
    void whatNeverCouldMatchOrAlwaysWouldIsRefused() {
        assertThatThrownBy(() -> matches(Map.of(), Map.of())).hasMessageContaining("needs at least one property");
        assertThatThrownBy(() -> matches(Map.of(SystemProperty.SIZE, "1"), Map.of()))
                .hasMessageContaining("can only compare");
    }

    @Test
    void aRuleHasANameThatAzureTakes() {
        assertThat(Rule.matchingAll().name()).isEqualTo("$Default");
        assertThat(Rule.matchingAll().filter().matches(message)).isTrue();
        assertThat(BooleanFilter.FALSE.matches(message)).isFalse();
        for (var name : new String[] {null, "", "a/b", "x".repeat(51), "a?"}) {
            assertThatThrownBy(() -> new Rule(name, BooleanFilter.TRUE)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
