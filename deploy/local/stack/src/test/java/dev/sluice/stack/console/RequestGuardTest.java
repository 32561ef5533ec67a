package dev.sluice.stack.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestGuardTest {
    private final RequestGuard guard = new RequestGuard(8080);

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8080,,",
        "localhost:8080,,none",
        "127.0.0.1:8080,http://127.0.0.1:8080,same-origin",
        "localhost:8080,http://localhost:8080,same-origin"
    })
    void itsOwnPageIsLetIn(String host, String origin, String site) {
        assertThatCode(() -> guard.check(headers(host, origin, site))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        ",,",
        "rebound.example:8080,,",
        "127.0.0.1:8081,,",
        "127.0.0.1.example:8080,,",
        "127.0.0.1:8080,http://evil.example,",
        "127.0.0.1:8080,null,",
        "127.0.0.1:8080,http://127.0.0.1:9090,",
        "127.0.0.1:8080,https://127.0.0.1:8080,",
        "127.0.0.1:8080,,cross-site",
        "127.0.0.1:8080,,same-site"
    })
    void othersAreNot(String host, String origin, String site) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> guard.check(headers(host, origin, site)))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(403));
    }

    @Test
    void aChangeNeedsTheHeaderThatAFormCantSend() {
        Headers headers = headers("127.0.0.1:8080", null, null);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> guard.checkChange(headers))
                .withMessageContaining(RequestGuard.OWN_HEADER);
        headers.set(RequestGuard.OWN_HEADER, "1");
        assertThatCode(() -> guard.checkChange(headers)).doesNotThrowAnyException();
    }

    private static Headers headers(String host, String origin, String site) {
        Headers headers = new Headers();
        add(headers, "Host", host);
        add(headers, "Origin", origin);
        add(headers, "Sec-Fetch-Site", site);
        return headers;
    }

    private static void add(Headers headers, String name, String value) {
        if (value != null) {
            headers.set(name, value);
        }
    }
}
