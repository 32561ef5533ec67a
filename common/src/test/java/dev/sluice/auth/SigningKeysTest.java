package dev.sluice.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.http.CustomHandler;
import dev.sluice.testkit.TokenIssuer;
import io.smallrye.config.SmallRyeConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When keys are fetched, and which ones are used meanwhile. */
class SigningKeysTest {
    private static final Map<String, String> AS_OFTEN_AS_ASKED =
            Map.of("sluice.auth.keys-pause", "0.001S", "sluice.auth.keys-refresh", "1H");
    private static final Map<String, String> ONCE =
            Map.of("sluice.auth.keys-pause", "1H", "sluice.auth.keys-refresh", "1H");

    @TempDir
    Path directory;

    private TokenIssuer issuer;
    private SigningKeys keys;

    @BeforeEach
    void startIssuer() throws IOException {
        issuer = TokenIssuer.start();
    }

    @AfterEach
    void stop() {
        keys.stop(null);
        issuer.close();
    }

    @Test
    void anotherKeyOfTheIssuerIsThereWhenItIsAskedFor() throws Exception {
        start(AS_OFTEN_AS_ASKED);
        TokenReader before = keys.current();
        issuer.rotate();
        String token = issuer.token(Roles.ORDERS_READ);
        assertThatThrownBy(() -> before.read(token)).isInstanceOf(UnknownKeyException.class);

        assertThat(keys.refreshed().join().read(token).subject()).isEqualTo("client-1");
        assertThat(keys.current()).isNotSameAs(before);
    }

    @Test
    void whoAsksSoonAgainGetsWhatIsThere() {
        start(ONCE);
        issuer.rotate();

        for (int i = 0; i < 100; i++) {
            assertThat(keys.refreshed().join()).isSameAs(keys.current());
        }
        assertThat(issuer.fetches()).isEqualTo(1);
    }

    @Test
    void formerKeysAreKeptWhileTheIssuerIsAway() {
        start(AS_OFTEN_AS_ASKED);
        TokenReader former = keys.current();
        issuer.away(true);

        assertThat(keys.refreshed().join()).isSameAs(former);
        assertThat(issuer.fetches()).isEqualTo(2);
    }

    @Test
    void keysAreFetchedAnewFromTimeToTime() {
        start(Map.of("sluice.auth.keys-pause", "0.01S", "sluice.auth.keys-refresh", "0.02S"));

        await().until(() -> issuer.fetches() > 2);
    }

    @Test
    void aFileThatIsNotThereYetIsReadWhenItIs() throws Exception {
        Path file = directory.resolve("keys.json");
        create(Map.of("sluice.auth.keys-pause", "0.01S", "sluice.auth.keys", file.toString()));
        keys.start(null);
        assertThat(keys.current()).isNull();

        Files.writeString(file, issuer.keySet());

        await().until(() -> keys.current() != null);
        assertThat(keys.current().read(issuer.token(Roles.ORDERS_READ)).subject())
                .isEqualTo("client-1");
    }

    private void start(Map<String, String> changes) {
        create(changes);
        keys.start(null);
        await().until(() -> keys.current() != null);
    }

    private void create(Map<String, String> changes) {
        SmallRyeConfig settings = TestSettings.trusting(issuer, changes);
        AuthConfig config = TestSettings.auth(settings);
        keys = new SigningKeys(config, new AuthChoice(config, new CustomHandler(settings), settings));
    }
}
