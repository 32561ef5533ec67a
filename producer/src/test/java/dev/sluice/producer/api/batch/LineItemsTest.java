package dev.sluice.producer.api.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.http.ProblemType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineItemsTest {
    @Test
    void everyLineThatIsNotBlankIsAnItem() throws IOException {
        LineItems items = lines("{1}\n\n  \r\n{2}\r\n{3}", 10, 1000, 100);

        assertThat(texts(items)).containsExactly("{1}", "{2}\r", "{3}");
        assertThat(items.stopped()).isEmpty();
    }

    @Test
    void anEmptyBodyHasNoItems() throws IOException {
        assertThat(texts(lines("", 10, 1000, 100))).isEmpty();
        assertThat(texts(lines("\n \n", 10, 1000, 100))).isEmpty();
    }

    @Test
    void aLineThatIsTooLongIsABadItemAndTheNextOneIsRead() throws IOException {
        LineItems items = lines("123456\n12345\r\n1", 10, 1000, 5);

        assertThat(items.next().fault().violations().get(0).message()).contains("larger than 5 bytes");
        assertThat(items.next().text()).isEqualTo("12345");
        assertThat(items.next().text()).isEqualTo("1");
        assertThat(items.next()).isNull();
    }

    @Test
    void aLineThatIsNotUtf8IsABadItem() throws IOException {
        LineItems items =
                new LineItems(new ByteArrayInputStream(new byte[] {'1', '\n', (byte) 0xff, '\n', '2'}), 9, 99, 9);

        assertThat(items.next().text()).isEqualTo("1");
        assertThat(items.next().fault().type()).isEqualTo(ProblemType.MALFORMED_JSON);
        assertThat(items.next().text()).isEqualTo("2");
    }

    @Test
    void stopsAtTheItemThatIsOneTooMany() throws IOException {
        LineItems exactly = lines("1\n2\n\n", 2, 1000, 100);
        assertThat(texts(exactly)).containsExactly("1", "2");
        assertThat(exactly.stopped()).isEmpty();

        LineItems tooMany = lines("1\n2\n3\n", 2, 1000, 100);
        assertThat(texts(tooMany)).containsExactly("1", "2");
        assertThat(tooMany.stopped()).hasValueSatisfying(why -> assertThat(why).contains("2 orders"));
    }

    @Test
    void stopsAtTheByteThatIsOneTooManyAndDropsTheCutLine() throws IOException {
        LineItems exactly = lines("12\n34\n", 10, 6, 100);
        assertThat(texts(exactly)).containsExactly("12", "34");
        assertThat(exactly.stopped()).isEmpty();

        LineItems tooLarge = lines("12\n345\n", 10, 6, 100);
        assertThat(texts(tooLarge)).containsExactly("12");
        assertThat(tooLarge.stopped()).hasValueSatisfying(why -> assertThat(why).contains("6 bytes"));
    }

    private static LineItems lines(String body, int maxItems, long maxBytes, long maxItemBytes) {
        return new LineItems(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)), maxItems, maxBytes, maxItemBytes);
    }

    private static List<String> texts(LineItems items) throws IOException {
        List<String> texts = new ArrayList<>();
        for (RawItem item = items.next(); item != null; item = items.next()) {
            texts.add(item.text());
        }
        return texts;
    }
}
