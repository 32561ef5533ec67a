package dev.sluice.loadtest.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {
    @TempDir
    Path directory;

    @Test
    void withoutAnyNothingIsSent() {
        Credentials none = Credentials.in(Map.of("PATH", "/bin"));
        assertThat(none.isAny()).isFalse();
        assertThat(none.forOrders()).isEmpty();
        assertThat(none.forStatus()).isEmpty();
    }

    @Test
    void theKeyGoesToBothUnlessConsumerHasOneOfItsOwn() {
        assertThat(Credentials.in(Map.of(Credentials.KEY, "a1")).forStatus()).containsExactlyEntriesOf(key("a1"));
        Credentials two = Credentials.in(Map.of(Credentials.KEY, "a1", Credentials.STATUS_KEY, "b2"));
        assertThat(two.forOrders()).containsExactlyEntriesOf(key("a1"));
        assertThat(two.forStatus()).containsExactlyEntriesOf(key("b2"));
    }

    @Test
    void aTokenComesFromAFileAsWell() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), "ey.J.x\n");
        Credentials credentials = Credentials.in(Map.of(Credentials.TOKEN + "_FILE", file.toString()));
        assertThat(credentials.forOrders()).containsEntry("Authorization", "Bearer ey.J.x");
        assertThat(credentials).asString().doesNotContain("ey.J.x");
    }

    @Test
    void whatIsWrongIsToldWithoutTheValue() {
        assertThatThrownBy(() -> Credentials.in(Map.of(Credentials.KEY, "secret\r\nHost: x")))
                .hasMessageStartingWith("SLUICE_TARGET_KEY: expected printable")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> Credentials.in(Map.of(Credentials.KEY, "secret", Credentials.KEY + "_FILE", "x")))
                .hasMessageContaining("both set")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> Credentials.in(Map.of(Credentials.TOKEN + "_FILE", directory.toString())))
                .hasMessageContaining("SLUICE_TARGET_TOKEN_FILE: expected a small file");
    }

    private static Map<String, String> key(String value) {
        return Map.of("x-functions-key", value);
    }
}
