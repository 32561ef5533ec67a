package dev.sluice.emulator.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not in the language is said with its place, and nothing else happens. */
class SqlSyntaxTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                    | 1  | expected a value, found the end of the expression
            color                 | 6  | expected a comparison operator, IN, LIKE or IS, found the end of the expression
            TRUE                  | 5  | expected a comparison operator, IN, LIKE or IS, found the end of the expression
            color =               | 8  | expected a value, found the end of the expression
            color = = 1           | 9  | expected a value, found '='
            = 1                   | 1  | expected a value, found '='
            color = 1 1           | 11 | expected AND, OR or the end of the expression, found '1'
            color = 'x            | 9  | expected a closing ' for what begins here, found the end of the expression
            [color = 1            | 1  | expected a closing ] for what begins here, found the end of the expression
            "color = 1            | 1  | expected a closing " for what begins here, found the end of the expression
            [] = 1                | 1  | expected a name between the delimiters
            color == 1            | 8  | expected a value, found '='
            color = 1 && 1 = 1    | 11 | expected an operator, a name or a value, found '&'
            color = #1            | 9  | expected an operator, a name or a value, found '#'
            _a = 1                | 1  | expected an operator, a name or a value, found '_'
            a = 1x                | 6  | expected the end of a number, found 'x'
            a = 1e                | 7  | expected the digits of an exponent
            a = 1e999             | 5  | expected a number of 64 bits, found '1e999'
            a = 9223372036854775808 | 5 | expected a whole number of 64 bits, found '9223372036854775808'
            a = 1 AND             | 10 | expected a value, found the end of the expression
            a AND b = 1           | 3  | expected a comparison operator, IN, LIKE or IS, found 'AND'
            a = 1 OR b            | 11 | expected a comparison operator, IN, LIKE or IS, found the end of the expression
            NOT a                 | 6  | expected a comparison operator, IN, LIKE or IS, found the end of the expression
            (a = 1                | 7  | expected ')', found the end of the expression
            (a = 1) + 1 = 2       | 1  | expected a value, found a condition
            1 + (a = 1) = 2       | 5  | expected a value, found a condition
            (a = 1) = TRUE        | 1  | expected a value, found a condition
            a = (b = 1)           | 5  | expected a value, found a condition
            a = 1 = 1             | 7  | expected AND, OR or the end of the expression, found '='
            a NOT 1               | 7  | expected IN or LIKE, found '1'
            a IN 1                | 6  | expected '(', found '1'
            a IN ()               | 7  | expected a value, found ')'
            a IN (1,)             | 9  | expected a value, found ')'
            a IN (1 2)            | 9  | expected ')', found '2'
            a IN (1               | 8  | expected ')', found the end of the expression
            a IS 1                | 6  | expected NULL, found '1'
            1 IS NULL             | 1  | expected a property before IS, found something else
            EXISTS a              | 8  | expected '(', found 'a'
            EXISTS ('a')          | 9  | expected a property, found the string 'a'
            EXISTS (a             | 10 | expected ')', found the end of the expression
            a LIKE                | 7  | expected a value, found the end of the expression
            a LIKE '%' ESCAPE     | 18 | expected a value, found the end of the expression
            a LIKE 'x' ESCAPE 'ab' | 8 | ESCAPE needs a string of one character.
            a LIKE 'x' ESCAPE ''  | 8  | ESCAPE needs a string of one character.
            a LIKE 'x!' ESCAPE '!' | 8 | A pattern of LIKE can't end in its escape character.
            a LIKE 5              | 8  | LIKE needs a string of at most 1024 characters as its pattern.
            AND = 1               | 1  | expected a value, found 'AND'
            a = LIKE              | 5  | expected a value, found 'LIKE'
            sys.AND = 1           | 5  | expected a property, found 'AND'
            sys. = 1              | 6  | expected a property, found '='
            foo.bar = 1           | 1  | expected the scope sys or user before '.', found 'foo'
            sys.a.b = 1           | 6  | expected a comparison operator, IN, LIKE or IS, found '.'
            nope(1) = 1           | 1  | expected one of the functions newid, property and p, found 'nope'
            newid(1) = a          | 7  | expected ')', found '1'
            p() = 1               | 3  | expected a value, found ')'
            p(a = 1) = 1          | 5  | expected ')', found '='
            p((a = 1)) = 1        | 3  | expected a value, found a condition
            a = @                 | 5  | expected a parameter's name after '@'
            a = @b                | 5  | expected a parameter that has a value, found @b
            a = 1;                | 6  | expected AND, OR or the end of the expression, found ';'
            """)
    void anErrorHasItsPlace(String expression, int column, String complaint) {
        var error = catchThrowableOfType(SqlSyntaxException.class, () -> new SqlFilter(expression));
        assertThat(error).as(expression).isNotNull();
        assertThat(error).hasMessage("line 1, column " + column + ": " + complaint);
        assertThat(error.line()).isEqualTo(1);
        assertThat(error.column()).isEqualTo(column);
    }

    @Test
    void linesAreCounted() {
        assertThatThrownBy(() -> new SqlFilter("a = 1\n  AND\n  b = ?"))
                .hasMessage("line 3, column 7: expected an operator, a name or a value, found '?'");
    }

    @Test
    void anExpressionHasAtMost1024Characters() {
        var longest = "a = '" + "x".repeat(1018) + "'";
        assertThat(new SqlFilter(longest).expression()).hasSize(1024);
        assertThatThrownBy(() -> new SqlFilter(longest + " "))
                .hasMessage("line 1, column 1025: expected at most 1024 characters, found 1025");
        assertThatThrownBy(() -> new SqlAction("SET a = '" + "x".repeat(1024) + "'"))
                .isInstanceOf(SqlSyntaxException.class);
    }

    @Test
    void nestingHasABottom() {
        assertThat(new SqlFilter("(".repeat(60) + "1=1" + ")".repeat(60)).matches(new TestMessage()))
                .isTrue();
        for (var level : new String[] {"(", "NOT ", "- ", "p("}) {
            assertThatThrownBy(() -> new SqlFilter(level.repeat(200)))
                    .isInstanceOf(SqlSyntaxException.class)
                    .hasMessageContaining("expected at most 64 levels of nesting");
        }
    }

    @Test
    void noTextDoesAnythingElseThanParseOrFailWithItsPlace() {
        var random = new Random(20260101);
        var pieces =
                ("a sys. user. sys.Label = <> != < <= > >= + - * / % ( ) , ; . ' 'x' '%_' \" \"q\" [ ] [b] @ @p 1 2.5 1e5"
                                + " 9223372036854775807 AND OR NOT IN LIKE ESCAPE IS NULL EXISTS TRUE FALSE SET REMOVE newid() p( property("
                                + " \n \t é ? # \u0000 \ud83d\ude00")
                        .split(" ");
        var message = TestMessage.rich();
        for (int i = 0; i < 40_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(14); n >= 0; n--) {
                text.append(pieces[random.nextInt(pieces.length)]).append(random.nextBoolean() ? " " : "");
            }
            survives(text.toString(), message);
        }
        for (int i = 0; i < 10_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(40); n >= 0; n--) {
                text.append((char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
            }
            survives(text.toString(), message);
        }
    }

    private static void survives(String text, TestMessage message) {
        try {
            new SqlFilter(text, Map.of("p", 1)).matches(message);
        } catch (SqlSyntaxException | RuleEvaluationException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        try {
            new SqlAction(text, Map.of("p", 1)).apply(message);
        } catch (SqlSyntaxException | RuleEvaluationException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
