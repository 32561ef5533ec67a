package dev.sluice.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.http.CustomHandler;
import dev.sluice.testkit.TokenIssuer;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asks callers who they are, and where nobody would. */
class AuthChoiceTest {
    private static final String MUST_BE_JWT = "sluice.auth must be jwt";

    @ParameterizedTest
    @CsvSource({
        "dev, , , OFF",
        "test, , , OFF",
        "local, , , OFF",
        "'dev,local', off, , OFF",
        "local, , 7071, HOST_KEYS",
        "prod, , 7071, HOST_KEYS",
        "prod, host-keys, 7071, HOST_KEYS"
    })
    void isChosenByProfileAndHost(String profiles, String mode, String hostPort, AuthMode chosen) {
        AuthChoice choice = choice(settings(profiles, mode, hostPort, "127.0.0.1"));
        assertThat(choice.mode()).isEqualTo(chosen);
        choice.check(null);
    }

    @ParameterizedTest
    @CsvSource({
        "prod, , , 127.0.0.1, " + MUST_BE_JWT,
        "prod, off, , 127.0.0.1, " + MUST_BE_JWT,
        "prod, off, 7071, 127.0.0.1, " + MUST_BE_JWT,
        "'local,prod', off, , 127.0.0.1, " + MUST_BE_JWT,
        "'prod,local', , , 127.0.0.1, " + MUST_BE_JWT,
        "local, , , 0.0.0.0, quarkus.http.host must be 127.0.0.1",
        "local, , , , quarkus.http.host must be 127.0.0.1",
        "local, host-keys, , 127.0.0.1, no Functions host",
        "prod, host-keys, , 127.0.0.1, no Functions host"
    })
    void refusesWhatWouldLetAnybodyIn(String profiles, String mode, String hostPort, String host, String reason) {
        assertRefused(settings(profiles, mode, hostPort, host), reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"issuer", "audience", "keys"})
    void tokensNeedAnIssuerAnAudienceAndKeys(String missing) throws IOException {
        try (TokenIssuer issuer = TokenIssuer.start()) {
            Map<String, String> nothing = Map.of("sluice.auth." + missing, "");
            assertRefused(TestSettings.trusting(issuer, nothing), "sluice.auth." + missing + " must be set");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "keys, http://keys.example/, https",
        "clock-skew, 301S, 5 minutes",
        "clock-skew, -1S, 5 minutes",
        "keys-pause, 0S, sluice.auth.keys-pause",
        "keys-refresh, 0.9S, sluice.auth.keys-refresh",
        "keys-timeout, 0S, sluice.auth.keys-timeout"
    })
    void refusesWhatIsUnsafe(String key, String value, String reason) throws IOException {
        try (TokenIssuer issuer = TokenIssuer.start()) {
            assertRefused(TestSettings.trusting(issuer, Map.of("sluice.auth." + key, value)), reason);
        }
    }

    @Test
    void tokensMayBeAskedForAnywhere() throws IOException {
        try (TokenIssuer issuer = TokenIssuer.start()) {
            Map<String, String> anywhere = Map.of("quarkus.http.host", "0.0.0.0", "sluice.auth.clock-skew", "5M");
            AuthChoice choice = choice(TestSettings.trusting(issuer, anywhere));
            assertThat(choice.mode()).isEqualTo(AuthMode.JWT);
            choice.check(null);
        }
    }

    private static void assertRefused(SmallRyeConfig settings, String reason) {
        AuthChoice choice = choice(settings);
        assertThatThrownBy(() -> choice.check(null))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(reason);
    }

    private static AuthChoice choice(SmallRyeConfig settings) {
        return new AuthChoice(TestSettings.auth(settings), new CustomHandler(settings), settings);
    }

    private static SmallRyeConfig settings(String profiles, String mode, String hostPort, String host) {
        Map<String, String> settings = new HashMap<>();
        putUnlessNull(settings, "sluice.auth", mode);
        putUnlessNull(settings, CustomHandler.PORT, hostPort);
        putUnlessNull(settings, "quarkus.http.host", host);
        return TestSettings.of(settings, profiles.split(","));
    }

    private static void putUnlessNull(Map<String, String> settings, String name, String value) {
        if (value != null) {
            settings.put(name, value);
        }
    }
}
