package dev.sluice.producer.api.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.http.ProblemType;
import dev.sluice.producer.api.InvalidOrderException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrayItemsTest {
    @Test
    void cutsAnArrayIntoTheTextsOfItsItems() throws InvalidOrderException {
        List<String> texts = List.of(
                "{\"a\": [1, {\"b\": \"]\"}]}", "\"t\\\"e,xt ü€😀\"", "-1.5e3", "true", "null", "[[]]", "{}", "12");
        String json = " [ " + String.join(" ,\n", texts) + " ] ";

        assertThat(texts(ArrayItems.of(json, 100, 100))).isEqualTo(texts);
    }

    @Test
    void cutsLargeArraysInTheRightPlaces() throws InvalidOrderException {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            texts.add("{\"n\":" + i + ",\"s\":\"" + "ü".repeat(i % 97) + "\"}");
        }

        assertThat(texts(ArrayItems.of("[" + String.join(",", texts) + "]", 3000, 1000)))
                .isEqualTo(texts);
    }

    @Test
    void anItemThatIsTooLargeIsABadItem() throws InvalidOrderException {
        ArrayItems items = ArrayItems.of("[\"1234\",\"12345\",\"ü1\",\"ü12\"]", 10, 6);

        assertThat(items.next().fault()).isNull();
        assertThat(items.next().fault()).isNotNull();
        assertThat(items.next().fault()).isNull();
        assertThat(items.next().fault()).isNull();
        assertThat(items.next()).isNull();
    }

    @Test
    void countsUpToOneTooMany() throws InvalidOrderException {
        assertThat(ArrayItems.of("[]", 2, 9).count()).isZero();
        assertThat(ArrayItems.of("[1,2]", 2, 9).count()).isEqualTo(2);
        assertThat(ArrayItems.of("[1,2,3,4,5]", 2, 9).count()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "[", "[1", "[1,", "[1,]", "[1] 2", "[1]]", "[{]", "[01]", "[\"a]", "[NaN]", "{\"a\"}["})
    void refusesWhatIsMalformedAnywhere(String json) {
        assertThatThrownBy(() -> ArrayItems.of(json, 10, 10)).isInstanceOf(InvalidOrderException.class);
    }

    @Test
    void refusesNestingThatIsFarTooDeep() {
        assertThatThrownBy(() -> ArrayItems.of("[".repeat(10_000), 10, 100_000))
                .isInstanceOfSatisfying(
                        InvalidOrderException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.MALFORMED_JSON));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "1", "null", "\"a\""})
    void refusesWhatIsNoArray(String json) {
        assertThatThrownBy(() -> ArrayItems.of(json, 10, 10))
                .isInstanceOfSatisfying(
                        InvalidOrderException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.INVALID_ORDER));
    }

    private static List<String> texts(ArrayItems items) {
        List<String> texts = new ArrayList<>();
        for (RawItem item = items.next(); item != null; item = items.next()) {
            texts.add(item.text());
        }
        return texts;
    }
}
