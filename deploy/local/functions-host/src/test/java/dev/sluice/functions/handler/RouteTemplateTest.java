package dev.sluice.functions.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTemplateTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "orders/{id}            | orders/7           | true",
                "orders/{id}            | ORDERS/7           | true",
                "orders/{id}            | orders             | false",
                "orders/{id}            | orders/7/8         | false",
                "orders/{id?}           | orders             | true",
                "orders/{id=5}          | orders             | true",
                "{id:int}               | 7                  | true",
                "{id:int}               | -7                 | true",
                "{id:int}               | x                  | false",
                "{id:int}               | 3000000000         | false",
                "{id:long}              | 3000000000         | true",
                "{id:guid}              | 7d0e0000-0000-4000-8000-000000000001 | true",
                "{id:guid}              | 7d0e0000           | false",
                "{id:bool}              | True               | true",
                "{id:bool}              | yes                | false",
                "{id:alpha}             | abc                | true",
                "{id:alpha}             | a1                 | false",
                "{id:min(3)}            | 3                  | true",
                "{id:min(3)}            | 2                  | false",
                "{id:max(3)}            | 4                  | false",
                "{id:range(2,4)}        | 5                  | false",
                "{id:range(2,4)}        | 4                  | true",
                "{id:length(2)}         | ab                 | true",
                "{id:length(2)}         | abc                | false",
                "{id:length(2,3)}       | abc                | true",
                "{id:minlength(2)}      | a                  | false",
                "{id:maxlength(2)}      | abc                | false",
                "{id:int:min(3)}        | 2                  | false",
                "{id:regex(^\\d{{3}}$)} | 123                | true",
                "{id:regex(^\\d{3}$)}   | 123                | true",
                "{id:regex(^\\d{3}$)}   | 1234               | false",
                "{id:decimal}           | 1.5                | true",
                "{id:datetime}          | 2026-11-22T09:15:02Z | true",
                "{id:datetime}          | today              | false",
                "files/{*path}          | files/a/b          | true",
                "files/{*path}          | files              | true",
                "files/{*path}          | file               | false",
            })
    void itMatches(String template, String path, boolean matches) {
        assertThat(new RouteTemplate(template).match(List.of(path.split("/"))).isPresent())
                .isEqualTo(matches);
    }

    @Test
    void itGivesTheParameters() {
        assertThat(new RouteTemplate("a/{one}/{two:int=7}").match(List.of("a", "x")))
                .contains(Map.of("one", "x", "two", "7"));
        assertThat(new RouteTemplate("a/{*rest}").match(List.of("a", "b", "c"))).contains(Map.of("rest", "b/c"));
        assertThat(new RouteTemplate("").match(List.of())).contains(Map.of());
    }

    @Test
    void literalsComeBeforeConstraintsBeforeParametersBeforeTheRest() {
        assertThat(Stream.of("a/{*rest}", "a/{id}", "{*all}", "a/{id:int}", "a/b")
                        .sorted(java.util.Comparator.comparing(route -> new RouteTemplate(route).precedence())))
                .containsExactly("a/b", "a/{id:int}", "a/{id}", "a/{*rest}", "{*all}");
    }

    @Test
    void whatIsNoTemplateIsRefused() {
        assertThatThrownBy(() -> new RouteTemplate("a/{id"))
                .hasMessage("expected '}' at the end of '{id' in the route 'a/{id'");
        assertThatThrownBy(() -> new RouteTemplate("{*all}/b"))
                .hasMessage("expected nothing after {*...} in the route '{*all}/b'");
        assertThatThrownBy(() -> new RouteTemplate("{id:integer}"))
                .hasMessage("there is no route constraint 'integer'");
        assertThatThrownBy(() -> new RouteTemplate("{id:min(x)}"))
                .hasMessage("the route constraint 'min(x)' has a wrong argument");
        assertThatThrownBy(() -> new RouteTemplate("{id:min(}")).hasMessage("the route constraint 'min(' lacks a ')'");
        assertThatThrownBy(() -> new RouteTemplate("a//b")).hasMessageContaining("found ''");
        assertThatThrownBy(() -> new RouteTemplate("a/x{id}")).hasMessageContaining("found 'x{id}'");
        assertThatThrownBy(() -> new RouteTemplate("{1d}")).hasMessageContaining("expected a parameter's name");
    }
}
