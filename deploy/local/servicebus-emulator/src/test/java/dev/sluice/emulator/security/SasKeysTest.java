package dev.sluice.emulator.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What tokens prove, and what not. */
class SasKeysTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
    private static final long LATER = NOW.plusSeconds(60).getEpochSecond();

    private final SasKeys keys = new SasKeys(List.of(
            new SasKey("root", "secret", EnumSet.allOf(AccessRight.class)),
            new SasKey("reader", "other", Set.of(AccessRight.LISTEN))));

    @Test
    void aTokenThatIsSignedWithTheKeyAllowsWhatTheKeyAllows() throws Exception {
        var claim = keys.verify(token("amqp://host/Orders", "reader", "other", LATER), "amqp://host/orders", NOW);
        assertThat(claim.allows("ORDERS", AccessRight.LISTEN, NOW)).isTrue();
        assertThat(claim.allows("orders", AccessRight.SEND, NOW)).isFalse();
        assertThat(claim.allows("orders", AccessRight.MANAGE, NOW)).isFalse();
        assertThat(claim.speaksOf("orders", NOW)).isTrue();
        assertThat(claim.allows("orders", AccessRight.LISTEN, NOW.plusSeconds(60)))
                .isFalse();
        var root = keys.verify(token("amqp://host/Orders", "root", "secret", LATER), "orders", NOW);
        assertThat(root.allows("orders", AccessRight.SEND, NOW)).isTrue();
    }

    @Test
    void manageIncludesTheOthers() {
        var claim = new Claim("", Set.of(AccessRight.MANAGE), NOW.plusSeconds(1));
        assertThat(claim.allows("orders", AccessRight.SEND, NOW)).isTrue();
        assertThat(claim.allows("orders", AccessRight.LISTEN, NOW)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sb://elsewhere:5672/", "amqps://host", "http://host/orders/", "orders", "/ORDERS"})
    void theAudienceIsTheEntityOrWhatItIsIn(String audience) throws Exception {
        var claim = keys.verify(token(audience, "root", "secret", LATER), "amqp://host/orders/$DeadLetterQueue", NOW);
        assertThat(claim.allows("orders/$deadletterqueue", AccessRight.LISTEN, NOW))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"amqp://host/order", "amqp://host/orders2", "amqp://host/orders/Subscriptions/s"})
    void anAudienceThatIsNotTheEntityIsRefused(String audience) {
        assertInvalid(token(audience, "root", "secret", LATER), "InvalidAudience");
    }

    @Test
    void whatIsForgedExpiredOrUnknownIsRefusedWithAzuresWord() {
        assertInvalid(token("orders", "root", "guess", LATER), "InvalidSignature");
        assertInvalid(token("orders", "nobody", "secret", LATER), "InvalidSignature");
        assertInvalid(token("orders", "reader", "secret", LATER), "InvalidSignature");
        assertInvalid(token("orders", "root", "secret", NOW.getEpochSecond()), "ExpiredToken");
        var valid = token("orders", "root", "secret", LATER);
        assertInvalid(valid.replace("se=" + LATER, "se=" + (LATER + 1)), "InvalidSignature");
        assertInvalid(valid.replace("sr=orders", "sr="), "InvalidSignature");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer abc",
                "SharedAccessSignature ",
                "SharedAccessSignature sr=a&sig=b&se=1",
                "SharedAccessSignature sr=a&sr=b&sig=YQ&se=1&skn=root",
                "SharedAccessSignature sr=orders&sig=***&se=1&skn=root",
                "SharedAccessSignature sr=orders&sig=%&se=1&skn=root",
                "SharedAccessSignature sr&sig=YQ&se=1&skn=root"
            })
    void whatIsNoTokenIsMalformed(String token) {
        assertInvalid(token, "MalformedToken");
    }

    @Test
    void anExpiryThatIsNoNumberIsMalformedEvenIfSigned() {
        assertInvalid(token("orders", "root", "secret", "soon"), "MalformedToken");
        assertInvalid(token("orders", "root", "secret", "9223372036854775807"), "MalformedToken");
    }

    @Test
    void aHugeTokenIsRefusedUnread() {
        assertInvalid(token("orders", "root", "secret", LATER) + "&x=" + "y".repeat(10_000), "MalformedToken");
    }

    @Test
    void aNameAndItsKeyAllowAllThatTheKeyAllows() {
        assertThat(keys.login("root", "secret")).get().matches(claim -> claim.allows("q", AccessRight.SEND, NOW));
        assertThat(keys.login("reader", "other")).get().matches(claim -> !claim.allows("q", AccessRight.SEND, NOW));
        assertThat(keys.login("root", "other")).isEmpty();
        assertThat(keys.login("nobody", "secret")).isEmpty();
    }

    @Test
    void withoutKeysEverythingIsAllowed() throws Exception {
        var none = new SasKeys(List.of());
        assertThat(none.verifyTokens()).isFalse();
        assertThat(none.verify("nonsense", "orders", NOW).allows("any", AccessRight.SEND, NOW))
                .isTrue();
        assertThat(none.login("anybody", "anything")).isPresent();
    }

    @Test
    void keysThatCannotWorkAreRefusedAndNeverPrinted() {
        assertThatThrownBy(() -> new SasKey("a;b", "secret", Set.of(AccessRight.SEND)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SasKey("a", "sec;ret", Set.of(AccessRight.SEND)))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("sec;ret");
        assertThatThrownBy(() -> new SasKey("a", "secret", Set.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SasKeys(List.of(
                        new SasKey("a", "1", Set.of(AccessRight.SEND)),
                        new SasKey("a", "2", Set.of(AccessRight.SEND)))))
                .hasMessageContaining("'a' is set twice");
        assertThat(new SasKey("a", "secret", Set.of(AccessRight.SEND)).toString())
                .doesNotContain("secret");
    }

    private void assertInvalid(String token, String word) {
        assertThatThrownBy(() -> keys.verify(token, "amqp://host/orders", NOW))
                .isInstanceOf(InvalidTokenException.class)
                .hasMessageStartingWith(word + ": ");
    }

    private static String token(String audience, String name, String key, Object expiry) {
        try {
            var resource = URLEncoder.encode(audience, StandardCharsets.UTF_8);
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            var signature = Base64.getEncoder()
                    .encodeToString(mac.doFinal((resource + "\n" + expiry).getBytes(StandardCharsets.UTF_8)));
            return "SharedAccessSignature sr=" + resource + "&sig="
                    + URLEncoder.encode(signature, StandardCharsets.UTF_8) + "&se=" + expiry + "&skn=" + name;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
