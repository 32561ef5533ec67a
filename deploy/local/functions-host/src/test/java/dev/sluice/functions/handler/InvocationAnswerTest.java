package dev.sluice.functions.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Every way in which a handler can answer. */
class InvocationAnswerTest {

    private static final String JSON = "application/json; charset=utf-8";

    @Test
    void theSamplesAreAnswers() throws IOException {
        var minimal = InvocationAnswer.read(200, JSON, fixture("resp-ok-minimal.json"))
                .orElseThrow();
        assertThat(minimal.outputs().isEmpty()).isTrue();
        assertThat(minimal.logs()).isEmpty();
        assertThat(minimal.returnValue().isMissingNode()).isTrue();
        var outputs = InvocationAnswer.read(201, JSON, fixture("resp-ok-outputs.json"))
                .orElseThrow();
        assertThat(outputs.outputs().at("/audit/state").textValue()).isEqualTo("accepted");
        assertThat(outputs.logs()).containsExactly("order A-17 accepted");
    }

    @Test
    void nothingAtAllIsNoAnswer() {
        assertThat(InvocationAnswer.read(204, null, new byte[0])).isEmpty();
        assertThat(InvocationAnswer.read(200, JSON, new byte[0])).isEmpty();
        assertThat(InvocationAnswer.read(200, "text/plain", new byte[0])).isEmpty();
        assertThat(InvocationAnswer.read(200, JSON, bytes("null"))).isEmpty();
    }

    @Test
    void anEmptyObjectIsEnough() {
        assertThat(InvocationAnswer.read(200, JSON, bytes("{}"))).isPresent();
        assertThat(InvocationAnswer.read(200, "text/json", bytes("{\"logs\":[1]}"))
                        .orElseThrow()
                        .logs())
                .containsExactly("1");
    }

    @Test
    void everythingElseIsAFailure() {
        assertFails(500, JSON, "{}", "the handler answered 500");
        assertFails(302, JSON, "{}", "the handler answered 302");
        assertFails(404, null, "", "the handler answered 404");
        assertFails(200, "text/plain", "{}", "the handler answered Content-Type text/plain, expected application/json");
        assertFails(200, null, "{}", "the handler answered Content-Type null, expected application/json");
        assertFails(200, JSON, "[]", "the handler's answer is not a JSON object");
        assertFails(200, JSON, "\"x\"", "the handler's answer is not a JSON object");
        assertFails(200, JSON, "{\"Outputs\":[1]}", "Outputs in the handler's answer is not an object");
        assertFails(200, JSON, "{\"Logs\":\"x\"}", "Logs in the handler's answer is not an array");
        assertFails(200, JSON, "{\"Logs\":[{}]}", "Logs in the handler's answer holds something else than strings");
        assertThatThrownBy(() -> InvocationAnswer.read(200, JSON, bytes("{\"Outputs\":")))
                .isInstanceOf(InvocationFailedException.class)
                .hasMessageStartingWith("the handler's answer is not JSON: ");
    }

    private static void assertFails(int status, String type, String body, String message) {
        assertThatThrownBy(() -> InvocationAnswer.read(status, type, bytes(body)))
                .isInstanceOf(InvocationFailedException.class)
                .hasMessage(message);
    }

    private static byte[] fixture(String name) throws IOException {
        try (var file = InvocationAnswerTest.class.getResourceAsStream("/fixtures/" + name)) {
            return file.readAllBytes();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
