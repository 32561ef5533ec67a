package dev.sluice.producer.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
    private static final String LONGEST = "k".repeat(128);

    @ParameterizedTest
    @ValueSource(strings = {"a", "cart 4711", "\"quoted\"", "~!@/0", "a,b"})
    void takesPrintableAscii(String text) {
        assertThat(IdempotencyKey.parse(text)).contains(new IdempotencyKey(text));
        assertThat(IdempotencyKey.parseForBatch(text)).contains(new IdempotencyKey(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " a", "a ", "a\tb", "a\nb", "a\u0000", "\u007f", "ä", "€"})
    void refusesEverythingElse(String text) {
        assertThat(IdempotencyKey.parse(text)).isEmpty();
        assertThat(IdempotencyKey.parseForBatch(text)).isEmpty();
    }

    @Test
    void takes128CharactersAndNoMore() {
        assertThat(IdempotencyKey.parse(LONGEST)).isPresent();
        assertThat(IdempotencyKey.parse(LONGEST + "k")).isEmpty();
        assertThat(IdempotencyKey.parseForBatch(LONGEST + "k")).isEmpty();
    }

    @Test
    void takesBackTheKeyThatTheLongestBatchKeyGivesAnItem() {
        String itemKey = new IdempotencyKey(LONGEST).ofItem(999).value();

        assertThat(itemKey).isEqualTo(LONGEST + "/999");
        assertThat(IdempotencyKey.parse(itemKey)).contains(new IdempotencyKey(itemKey));
        assertThat(IdempotencyKey.parseForBatch(itemKey)).isEmpty();
    }

    @Test
    void aHeaderThatIsGivenTwiceIsNoKey() {
        assertThat(IdempotencyKey.single(List.of("a"))).contains("a");
        assertThat(IdempotencyKey.single(List.of("a", "a"))).isEmpty();
    }

    @Test
    void randomKeysDifferAndCanBeSentBack() {
        IdempotencyKey key = IdempotencyKey.random();

        assertThat(key).isNotEqualTo(IdempotencyKey.random());
        assertThat(IdempotencyKey.parseForBatch(key.value())).contains(key);
    }
}
