package dev.sluice.emulator.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlActionTest {

    private final TestMessage message = TestMessage.rich();

    private RuleChanges apply(String expression) {
        return new SqlAction(expression).apply(message);
    }

    @Test
    void setMakesAndReplacesProperties() {
        var changes = apply("SET fresh = 'x'; SET Color = 'blue'; SET quantity = quantity / 2");
        assertThat(changes.set()).containsOnly(entry("fresh", "x"), entry("color", "blue"), entry("quantity", 5));
        assertThat(changes.onlySetsApplicationProperties()).isTrue();
    }

    @Test
    void theTypeOfANumberIsKeptWhereTheNewValueFits() {
        var changes = apply("SET short = 4; SET ratio = 1; SET price = 2; SET big = 1; SET quantity = 5000000000;"
                + " SET color = 1; SET [My Key] = 1.5");
        assertThat(changes.set())
                .containsOnly(
                        entry("short", (short) 4),
                        entry("ratio", 1f),
                        entry("price", 2.0),
                        entry("big", 1L),
                        entry("quantity", 5_000_000_000L),
                        entry("color", 1L),
                        entry("My Key", 1.5));
    }

    @Test
    void removeTakesPropertiesAwayAndWhatIsNotThereDoesNotMatter() {
        var changes = apply("REMOVE COLOR; REMOVE missing; REMOVE user.[My Key]");
        assertThat(changes.removed()).containsExactlyInAnyOrder("color", "My Key");
        assertThat(changes.set()).isEmpty();
    }

    @Test
    void statementsSeeWhatThoseBeforeThemDid() {
        var changes = apply("SET a = 1; SET b = a + 1; REMOVE a; SET c = a; REMOVE color; SET color = 'new'; SET d = 1;"
                + " REMOVE d; SET sys.To = sys.Label + '!'; SET e = sys.To");
        assertThat(changes.set())
                .containsOnly(entry("b", 2L), entry("c", null), entry("color", "new"), entry("e", "bus!"));
        assertThat(changes.removed()).containsExactlyInAnyOrder("a", "d");
    }

    @Test
    void systemPropertiesAreStringsAndCanBeRemoved() {
        var changes =
                apply("SET sys.Label = color + '-x'; SET sys.MessageId = id; REMOVE sys.To; SET sys.Subject = 'y'");
        assertThat(changes.system())
                .containsOnly(
                        entry(SystemProperty.LABEL, "y"),
                        entry(SystemProperty.MESSAGE_ID, "00000000-0000-0000-0000-000000000001"),
                        entry(SystemProperty.TO, null));
        assertThat(changes.onlySetsApplicationProperties()).isFalse();
        assertThat(apply("SET sys.SessionId = newid()").system().get(SystemProperty.SESSION_ID))
                .matches("[0-9a-f-]{36}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET a = 1 SET b = 2",
                "SET a = 1; SET b = 2;",
                "SET a = 1, SET b = 2",
                "set a=1;set b=2",
                "SET a = 1\nSET b = 2"
            })
    void statementsMayBeSeparatedInEveryWay(String expression) {
        assertThat(apply(expression).set()).containsOnly(entry("a", 1L), entry("b", 2L));
    }

    @Test
    void setAndRemoveAreNamesElsewhere() {
        assertThat(apply("SET set = 1; SET remove = set REMOVE set").set()).containsOnly(entry("remove", 1L));
    }

    @Test
    void theMessageStaysAsItIs() {
        apply("SET color = 'blue'; REMOVE quantity");
        assertThat(message.application()).containsEntry("color", "red").containsEntry("quantity", 10);
    }

    @Test
    void parametersAreValues() {
        assertThat(new SqlAction("SET a = @v", Map.of("v", "x")).apply(message).set())
                .containsOnly(entry("a", "x"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            SET sys.Nonsense = 'x'       | There is no system property with the name 'Nonsense'.
            SET a = sys.Nonsense         | There is no system property with the name 'Nonsense'.
            REMOVE sys.Nonsense          | There is no system property with the name 'Nonsense'.
            SET sys.SequenceNumber = 1   | The system property 'SequenceNumber' can't be changed.
            REMOVE sys.EnqueuedTimeUtc   | The system property 'EnqueuedTimeUtc' can't be changed.
            SET sys.Label = 5            | The system property 'Label' must be a string, not the number 5.
            SET a = quantity / 0         | '/' can't be computed: / by zero.
            """)
    void whatDoesNotFitTheMessageIsAnError(String expression, String complaint) {
        assertThatThrownBy(() -> apply(expression))
                .isInstanceOf(RuleEvaluationException.class)
                .hasMessage(complaint);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``              | 1  | expected SET or REMOVE, found the end of the expression
            color = 1       | 1  | expected SET or REMOVE, found 'color'
            SET             | 4  | expected a property, found the end of the expression
            SET a           | 6  | expected '=', found the end of the expression
            SET a = ;       | 9  | expected a value, found ';'
            SET a = 1;; SET b = 1 | 11 | expected SET or REMOVE, found ';'
            SET 'a' = 1     | 5  | expected a property, found the string 'a'
            SET p('a') = 1  | 6  | expected '=', found '('
            SET a = (b = 1) | 9  | expected a value, found a condition
            SET a = b = 1   | 11 | expected SET or REMOVE, found '='
            SET a = 1 b     | 11 | expected SET or REMOVE, found 'b'
            REMOVE          | 7  | expected a property, found the end of the expression
            REMOVE a = 1    | 10 | expected SET or REMOVE, found '='
            """)
    void anErrorHasItsPlace(String expression, int column, String complaint) {
        assertThatThrownBy(() -> new SqlAction(expression))
                .isInstanceOf(SqlSyntaxException.class)
                .hasMessage("line 1, column " + column + ": " + complaint);
    }

    @Test
    void anActionHasAtMost32Statements() {
        assertThat(apply("SET a=1 ".repeat(32)).set()).hasSize(1);
        assertThatThrownBy(() -> apply("SET a=1 ".repeat(33)))
                .hasMessageContaining("line 1, column 257: expected at most 32 statements");
    }
}
