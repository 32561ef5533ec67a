package dev.sluice.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderJsonTest {
    private static final Order ORDER = new Order("c-42", List.of(new OrderLine("TEA-1", 2)), null);

    @Test
    void writesFieldsInOneOrderAndLeavesNullsOut() {
        assertThat(new String(OrderJson.bytes(ORDER), StandardCharsets.UTF_8))
                .isEqualTo("{\"customer\":\"c-42\",\"lines\":[{\"quantity\":2,\"sku\":\"TEA-1\"}]}");
    }

    @Test
    void readsWhatItWrote() throws Exception {
        assertThat(read(OrderJson.utf8(OrderJson.bytes(ORDER)))).isEqualTo(ORDER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'customer':7,'lines':[]}                          | customer          | must be a string",
                "{'customer':'c','lines':{}}                        | lines             | must be an array",
                "{'customer':'c','lines':[7]}                       | lines[0]          | must be an object",
                "{'customer':'c','lines':[{'sku':'a','quantity':'2'}]}  | lines[0].quantity | must be a whole number",
                "{'customer':'c','lines':[{'sku':'a','quantity':2.0}]}  | lines[0].quantity | must be a whole number",
                "{'customer':'c','lines':[{'sku':'a','quantity':true}]} | lines[0].quantity | must be a whole number",
                "{'customer':'c','lines':[{'sku':'a','quantity':99999999999}]} | lines[0].quantity | is a number out of range",
                "{'customer':'c','lines':[{'sku':'a','quantity':1e400}]} | lines[0].quantity | must be a whole number",
                "{'customer':'c','lines':[],'colour':'red'}         | colour            | is not a known field",
                "{'customer':true,'lines':[]}                       | customer          | must be a string",
            })
    void namesTheFieldThatIsWrong(String json, String field, String message) {
        assertThatThrownBy(() -> read(json.replace('\'', '"')))
                .isInstanceOfSatisfying(JsonProcessingException.class, e -> assertThat(JsonFault.of(e))
                        .isEqualTo(new JsonFault(field, message, false)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{'customer':'c','customer':'d'}", "{} {}", "nul", "{'a':NaN}", "{a:1}", "\uFEFF{}"})
    void refusesWhatIsNoSingleWellFormedValue(String json) {
        assertThatThrownBy(() -> OrderJson.tree(json.replace('\'', '"')))
                .isInstanceOfSatisfying(
                        JsonProcessingException.class,
                        e -> assertThat(JsonFault.of(e).malformed()).isTrue());
    }

    @Test
    void refusesDeepNestingWithoutReadingItAll() {
        String deep = "[".repeat(10_000) + "]".repeat(10_000);

        assertThatThrownBy(() -> OrderJson.tree(deep))
                .isInstanceOfSatisfying(
                        JsonProcessingException.class,
                        e -> assertThat(JsonFault.of(e).text()).contains("nested too deeply"));
    }

    @Test
    void aFaultNeverQuotesTheInput() {
        assertThatThrownBy(() -> read("{\"customer\":\"c\",\"lines\":[{\"quantity\":\"s3cret\"}]}"))
                .isInstanceOfSatisfying(
                        JsonProcessingException.class,
                        e -> assertThat(JsonFault.of(e).text()).doesNotContain("s3cret"));
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        byte[] latin1 = "{\"customer\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThatThrownBy(() -> OrderJson.utf8(latin1)).isInstanceOf(CharacterCodingException.class);
    }

    private static Order read(String json) throws JsonProcessingException {
        return OrderJson.order(OrderJson.tree(json));
    }
}
