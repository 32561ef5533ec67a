package dev.sluice.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.TokenIssuer;
import java.io.IOException;
import java.security.Key;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctJwkGenerator;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EllipticCurves;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a good token is. */
class TokenReaderTest {
    private static final String ROLE = Roles.ORDERS_WRITE;

    private static TokenIssuer issuer;
    private static TokenReader reader;

    @BeforeAll
    static void start() throws Exception {
        issuer = TokenIssuer.start();
        reader = reader(issuer.keySet(), Map.of());
    }

    @AfterAll
    static void stop() {
        issuer.close();
    }

    @Test
    void aGoodTokenNamesItsCallerAndTheRolesThatTokensMayGive() throws Exception {
        assertThat(reader.read(issuer.token(ROLE, Roles.HOST, "another")))
                .isEqualTo(new Caller("client-1", Set.of(ROLE)));
        assertThat(reader.read(issuer.token(claims -> {})).roles()).isEmpty();
        assertThat(reader.read(issuer.token(with("aud", List.of("another", TokenIssuer.AUDIENCE))))
                        .roles())
                .containsExactly(ROLE);
    }

    @Test
    void itIsFromTheIssuerForThisServiceAndForSomebody() {
        assertBad(issuer.token(with("iss", "https://another.example/")));
        assertBad(issuer.token(with("aud", "api://another")));
        for (String claim : List.of("iss", "aud", "sub", "exp")) {
            assertBad(issuer.token(with(claim, null)));
        }
        assertBad(issuer.token(with("sub", " ")));
    }

    /** The clocks may differ by a minute. */
    @Test
    void itIsForNow() throws Exception {
        assertBad(issuer.token(at("exp", -90)));
        assertBad(issuer.token(at("nbf", 90)));
        assertThat(reader.read(issuer.token(at("exp", -30))).roles()).containsExactly(ROLE);
        assertThat(reader.read(issuer.token(at("nbf", 30))).roles()).containsExactly(ROLE);
    }

    @Test
    void itIsSignedByAKeyOfTheSet() throws Exception {
        assertOpensNothing(reader, issuer.unsigned(ROLE));
        assertOpensNothing(reader, issuer.signedWithThePublicKey(ROLE));
        String[] good = issuer.token(ROLE).split("\\.");
        assertOpensNothing(
                reader, good[0] + "." + issuer.token(Roles.PARKED_ADMIN).split("\\.")[1] + "." + good[2]);
        assertOpensNothing(reader, good[0] + "." + good[1] + ".");
        assertOpensNothing(reader, "a.b.c");
        assertOpensNothing(reader, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
    void itsKeyIsAnRsaOrAnEllipticOne(String algorithm) throws Exception {
        PublicJsonWebKey key =
                switch (algorithm) {
                    case "ES256" -> EcJwkGenerator.generateJwk(EllipticCurves.P256);
                    case "ES384" -> EcJwkGenerator.generateJwk(EllipticCurves.P384);
                    case "ES512" -> EcJwkGenerator.generateJwk(EllipticCurves.P521);
                    default -> RsaJwkGenerator.generateJwk(2048);
                };
        key.setKeyId("key of " + algorithm);
        TokenReader other = reader(new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY), Map.of());
        assertThat(other.read(signed(algorithm, key.getKeyId(), key.getPrivateKey()))
                        .subject())
                .isEqualTo("x");
    }

    @Test
    void aKeyThatIsNotInTheSetMayBeANewOne() throws IOException {
        try (TokenIssuer stranger = TokenIssuer.start()) {
            assertThatThrownBy(() -> reader.read(stranger.token(ROLE))).isInstanceOf(UnknownKeyException.class);
        }
    }

    /** Whoever can check a token with such a key can make one. */
    @Test
    void sharedSecretsAreNoKeys() throws Exception {
        JsonWebKey secret = OctJwkGenerator.generateJwk(256);
        secret.setKeyId("shared");
        String secrets = secret.toJson(JsonWebKey.OutputControlLevel.INCLUDE_SYMMETRIC);
        assertThatThrownBy(() -> reader("{\"keys\":[" + secrets + "]}", Map.of()))
                .isInstanceOf(JoseException.class)
                .hasMessageContaining("no public key");
        assertThatThrownBy(() -> reader("{\"keys\":[]}", Map.of())).isInstanceOf(JoseException.class);
        assertThatThrownBy(() -> reader("no keys", Map.of())).isInstanceOf(JoseException.class);

        TokenReader both = reader(issuer.keySet().replace("[", "[" + secrets + ","), Map.of());
        assertThat(both.read(issuer.token(ROLE)).roles()).containsExactly(ROLE);
        assertOpensNothing(both, signed(AlgorithmIdentifiers.HMAC_SHA256, "shared", secret.getKey()));
    }

    @Test
    void rolesAreReadFromTheClaimThatIsConfigured() throws Exception {
        TokenReader other = reader(issuer.keySet(), Map.of("sluice.auth.roles-claim", "scp"));
        assertThat(other.read(issuer.token(with("scp", "openid orders.read parked.admin")))
                        .roles())
                .containsExactlyInAnyOrder(Roles.ORDERS_READ, Roles.PARKED_ADMIN);
        assertThat(other.read(issuer.token(with("scp", List.of(Roles.ORDERS_READ, 7))))
                        .roles())
                .containsExactly(Roles.ORDERS_READ);
        assertThat(other.read(issuer.token(ROLE)).roles()).isEmpty();
        assertThat(reader.read(issuer.token(claims -> claims.setStringListClaim("groups", ROLE)))
                        .roles())
                .isEmpty();
    }

    private static void assertBad(String token) {
        assertThatThrownBy(() -> reader.read(token)).as(token).isInstanceOf(BadTokenException.class);
    }

    /** Which of the two is not told apart: a key that does not fit the algorithm is none that is known. */
    private static void assertOpensNothing(TokenReader reader, String token) {
        assertThatThrownBy(() -> reader.read(token))
                .as(token)
                .isInstanceOfAny(BadTokenException.class, UnknownKeyException.class);
    }

    /** A token that is good if its key is. */
    private static String signed(String algorithm, String keyId, Key key) throws Exception {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(TokenIssuer.ISSUER);
        claims.setAudience(TokenIssuer.AUDIENCE);
        claims.setSubject("x");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(10);
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmHeaderValue(algorithm);
        token.setKeyIdHeaderValue(keyId);
        token.setKey(key);
        token.setPayload(claims.toJson());
        return token.getCompactSerialization();
    }

    private static TokenReader reader(String keys, Map<String, String> changes) throws JoseException {
        return new TokenReader(keys, TestSettings.auth(TestSettings.trusting(issuer, changes)));
    }

    private static Consumer<JwtClaims> with(String claim, Object value) {
        return claims -> {
            claims.setStringListClaim("roles", ROLE);
            if (value == null) {
                claims.unsetClaim(claim);
            } else {
                claims.setClaim(claim, value);
            }
        };
    }

    private static Consumer<JwtClaims> at(String claim, int seconds) {
        return with(claim, NumericDate.now().getValue() + seconds);
    }
}
