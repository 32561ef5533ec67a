package dev.sluice.emulator.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What expressions say of {@link TestMessage#rich()}: true, false or unknown. */
class SqlFilterTest {

    private final TestMessage message = TestMessage.rich();

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # comparison
            color = 'red'                               | true
            color = 'Red'                               | false
            COLOR = 'red'                               | true
            user.color = 'red'                          | true
            USER.color = 'red'                          | true
            color <> 'red'                              | false
            color != 'blue'                             | true
            color < 'rex' AND color > 'rea'             | true
            color >= 'red' AND color <= 'red'           | true
            quantity = 10                               | true
            quantity > 10                               | false
            quantity >= 10                              | true
            quantity < 10.5                             | true
            quantity <= 9                               | false
            10 = quantity                               | true
            1=1                                         | true
            1=0                                         | false
            urgent = TRUE                               | true
            urgent = false                              | false
            urgent <> FALSE                             | true
            größe = 1                                   | true
            # scopes and delimiters
            sys.Label = 'bus'                           | true
            sys.label = 'bus'                           | true
            SYS.Subject = 'bus'                         | true
            sys.To IN ('Store5','Store6')               | true
            sys.SequenceNumber = 7                      | true
            Label = 'bus'                               | unknown
            sys.ContentType = 'x'                       | unknown
            [My Key] = 'spaced'                         | true
            "My Key" = 'spaced'                         | true
            user.[My Key] = 'spaced'                    | true
            [a]]b] = 'bracket'                          | true
            "say ""x""\" = 'quote'                       | true
            [color]='red'AND[quantity]=10               | true
            'it''s' = 'it''s'                           | true
            '' = ''                                     | true
            # numeric promotion
            big = 5000000000                            | true
            short = 3                                   | true
            short = 3.0                                 | true
            price = 2.5                                 | true
            price = 25E-1                               | true
            ratio = .5                                  | true
            exact = 1.1                                 | true
            exact > 1                                   | true
            quantity = 1e1                              | true
            -quantity = -10                             | true
            +quantity = 10                              | true
            - -quantity = 10                            | true
            -9223372036854775808 < 9223372036854775807  | true
            9223372036854775807 + 1 < 0                 | true
            # arithmetic binds as in C#
            quantity / 3 = 3                            | true
            quantity / 4.0 = 2.5                        | true
            quantity % 3 = 1                            | true
            2 + 3 * 4 = 14                              | true
            (2 + 3) * 4 = 20                            | true
            10 - 4 - 3 = 3                              | true
            100 / 10 / 5 = 2                            | true
            -2 + 5 = 3                                  | true
            -(2 + 3) = -5                               | true
            price * 2 = 5                               | true
            1.0 / 0 > 1000                              | true
            color + '-' + quantity = 'red-10'           | true
            exact + 1 = 2.1                             | true
            # what can't be compared is unknown
            color = 1                                   | unknown
            color <> 1                                  | unknown
            quantity = '10'                             | unknown
            urgent = 1                                  | unknown
            urgent = 'true'                             | unknown
            id = 'x'                                    | unknown
            id = sameId                                 | true
            at < later                                  | true
            bytes = bytes                               | unknown
            # absent and null are unknown
            missing = 1                                 | unknown
            missing <> 1                                | unknown
            missing = missing                           | unknown
            nothing = 1                                 | unknown
            color = NULL                                | unknown
            NOT missing = 1                             | unknown
            missing + 1 = 1                             | unknown
            -missing = 1                                | unknown
            missing + 'x' = 'x'                         | unknown
            missing LIKE 'x'                            | unknown
            color LIKE missing                          | unknown
            missing NOT LIKE 'x'                        | unknown
            missing IN (1, 2)                           | unknown
            missing NOT IN (1, 2)                       | unknown
            # IS NULL and EXISTS are never unknown
            missing IS NULL                             | true
            nothing IS NULL                             | true
            color IS NULL                               | false
            missing IS NOT NULL                         | false
            color IS NOT NULL                           | true
            sys.ReplyTo IS NULL                         | true
            p('missing') IS NULL                        | true
            EXISTS(color)                               | true
            EXISTS (nothing)                            | true
            EXISTS (missing)                            | false
            EXISTS (user.color)                         | true
            EXISTS (sys.Label)                          | true
            EXISTS (sys.ReplyTo)                        | false
            NOT EXISTS (missing)                        | true
            # IN
            color IN ('blue', 'red')                    | true
            color IN ('blue')                           | false
            color NOT IN ('blue')                       | true
            color NOT IN ('red', 'blue')                | false
            quantity IN (1, 5 + 5)                      | true
            quantity IN (10.0)                          | true
            quantity IN (1, missing)                    | unknown
            quantity NOT IN (1, missing)                | unknown
            quantity IN (10, missing)                   | true
            color IN (select, color)                    | true
            # LIKE
            color LIKE 'r%'                             | true
            color LIKE '%d'                             | true
            color LIKE '%e%'                            | true
            color LIKE 'r_d'                            | true
            color LIKE 'r_'                             | false
            color LIKE '___'                            | true
            color LIKE '____'                           | false
            color LIKE 'RED'                            | false
            color LIKE '%'                              | true
            color LIKE '%%%'                            | true
            color LIKE ''                               | false
            '' LIKE ''                                  | true
            '' LIKE '%'                                 | true
            color LIKE 'red_'                           | false
            color LIKE 'red%'                           | true
            color LIKE '%x%'                            | false
            color NOT LIKE 'b%'                         | true
            color NOT LIKE 'r%'                         | false
            color LIKE pattern                          | true
            color LIKE 'r' + '%'                        | true
            percent LIKE '50\\%' ESCAPE '\\'              | true
            percent LIKE '5\\%' ESCAPE '\\'               | false
            percent LIKE '50!%' ESCAPE '!'              | true
            percent LIKE '%!%' ESCAPE '!'               | true
            'a!b' LIKE 'a!!b' ESCAPE '!'                | true
            'a_b' LIKE 'a!_b' ESCAPE '!'                | true
            'axb' LIKE 'a!_b' ESCAPE '!'                | false
            'abcabd' LIKE '%abd'                        | true
            'aaaa' LIKE '%a_a%'                         | true
            quantity LIKE '1%'                          | unknown
            color LIKE NULL                             | unknown
            # functions
            property('color') = 'red'                   | true
            p('COLOR') = 'red'                          | true
            P(select) = 'red'                           | true
            property('co' + 'lor') = 'red'              | true
            property(missing) = 'red'                   | unknown
            newid() <> id                               | true
            p IS NULL                                   | true
            # three-valued logic: T is 1=1, F is 1=0, U is missing=1
            1=1 AND 1=1                                 | true
            1=1 AND 1=0                                 | false
            1=1 AND missing=1                           | unknown
            1=0 AND missing=1                           | false
            missing=1 AND 1=1                           | unknown
            missing=1 AND 1=0                           | false
            missing=1 AND missing=1                     | unknown
            1=1 OR missing=1                            | true
            1=0 OR 1=1                                  | true
            1=0 OR 1=0                                  | false
            1=0 OR missing=1                            | unknown
            missing=1 OR 1=1                            | true
            missing=1 OR 1=0                            | unknown
            missing=1 OR missing=1                      | unknown
            NOT 1=1                                     | false
            NOT 1=0                                     | true
            NOT NOT 1=1                                 | true
            # binding: NOT before AND before OR
            1=1 OR 1=0 AND 1=0                          | true
            (1=1 OR 1=0) AND 1=0                        | false
            NOT 1=0 AND 1=0                             | false
            NOT (1=0 AND 1=0)                           | true
            NOT 1=1 OR 1=1                              | true
            ((((color = 'red'))))                       | true
            color = ('red')                             | true
            color='red' and not quantity in(1)or 1=0    | true
            """)
    void says(String expression, String expected) {
        var value = new SqlParser(expression, Map.of()).filter().evaluate(message);
        assertThat(value == null ? "unknown" : value.toString()).isEqualTo(expected);
        assertThat(new SqlFilter(expression).matches(message)).isEqualTo(expected.equals("true"));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            sys.Nonsense = 1           | There is no system property with the name 'Nonsense'.
            EXISTS (sys.Nonsense)      | There is no system property with the name 'Nonsense'.
            quantity / 0 = 1           | '/' can't be computed: / by zero.
            quantity % 0 = 1           | '%' can't be computed: / by zero.
            exact / 0 = 1              | '/' can't be computed:
            color * 2 = 4              | The operator '*' can't be applied to the string 'red' and the number 2.
            -color = 1                 | The operator '-' can't be applied to the number 0 and the string 'red'.
            bytes + 'x' = 'x'          | The operator '+' can't be applied to a value that rules can't read and the string 'x'.
            urgent + 1 = 2             | The operator '+' can't be applied to true and the number 1.
            p(quantity) = 1            | property() needs a string as the name, not the number 10.
            color LIKE quantity        | LIKE needs a string of at most 1024 characters as its pattern.
            color LIKE 'x' ESCAPE select | ESCAPE needs a string of one character.
            color LIKE pattern + '!' ESCAPE '!' | A pattern of LIKE can't end in its escape character.
            """)
    void whatDoesNotFitTheMessageIsAnError(String expression, String complaint) {
        var filter = new SqlFilter(expression);
        assertThatThrownBy(() -> filter.matches(message))
                .isInstanceOf(RuleEvaluationException.class)
                .hasMessageStartingWith(complaint);
    }

    @Test
    void anErrorThatIsNotReachedIsNone() {
        assertThat(new SqlFilter("1=1 OR sys.Nonsense = 1").matches(message)).isTrue();
        assertThat(new SqlFilter("1=0 AND sys.Nonsense = 1").matches(message)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"color = @c", "@C = color", "quantity > @n", "urgent = @b", "price = @d", "color IN ('x', @c)"})
    void parametersAreValues(String expression) {
        var parameters = Map.of("@c", "red", "n", 9, "b", true, "@d", 2.5);
        assertThat(new SqlFilter(expression, parameters).matches(message)).isTrue();
    }

    @Test
    void likeTakesTimeByTheLengthOfTheTextAndNotByTheWaysToMatch() {
        var text = "a".repeat(1_000_000);
        var filter = new SqlFilter("text LIKE '" + "%a_".repeat(300) + "b'");
        assertThat(filter.matches(new TestMessage().with("text", text))).isFalse();
        assertThat(filter.matches(new TestMessage().with("text", text + "b"))).isTrue();
    }

    @Test
    void aPatternMayHaveAsManyPlacesAsAnExpressionHasRoomFor() {
        for (int length : new int[] {62, 63, 64, 65, 127, 128, 129, 900}) {
            var text = "ab".repeat(length).substring(0, length);
            var filter = new SqlFilter("text LIKE '" + text.replace('b', '_') + "'");
            assertThat(filter.matches(new TestMessage().with("text", text))).isTrue();
            assertThat(filter.matches(new TestMessage().with("text", text + "a")))
                    .isFalse();
            assertThat(filter.matches(new TestMessage().with("text", text.substring(1))))
                    .isFalse();
        }
    }
}
