package dev.sluice.loadtest.deployed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTest {
    @Test
    void isTheRootOfAService() {
        assertThat(Address.parse("https://producer.example", true)).hasHost("producer.example");
        assertThat(Address.parse("http://127.0.0.1:8080/", true).resolve("/api/orders"))
                .hasToString("http://127.0.0.1:8080/api/orders");
        assertThat(Address.parse("http://producer.example", false)).hasScheme("http");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "producer.example|begins with https",
                "ftp://producer.example|begins with https",
                "https://producer.example/api|root address",
                "https://producer.example?code=1|root address",
                "https://me:secret@producer.example|without a user",
                "https://producer.example/ x|expected a URL",
                "http://192.0.2.1|https://, because credentials"
            })
    void anythingElseIsRefused(String text, String why) {
        assertThatThrownBy(() -> Address.parse(text, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("secret");
    }
}
