package dev.sluice.testkit;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;

/** Signs tokens with a key of its own, and serves the public half on loopback, as an identity provider does. */
public final class TokenIssuer implements AutoCloseable {
    /** What its tokens have in {@code iss}. */
    public static final String ISSUER = "https://issuer.example/tenant/v2.0";

    /** What its tokens have in {@code aud}. */
    public static final String AUDIENCE = "api://sluice";

    private final HttpServer server;
    private final AtomicInteger fetches = new AtomicInteger();
    private volatile RsaJsonWebKey key = newKey();
    private volatile boolean away;

    private TokenIssuer(HttpServer server) {
        this.server = server;
    }

    /** One with a new key. */
    public static TokenIssuer start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TokenIssuer issuer = new TokenIssuer(server);
        server.createContext("/keys", exchange -> {
            issuer.fetches.incrementAndGet();
            byte[] body = issuer.keySet().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(issuer.away ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return issuer;
    }

    /** The environment of a service that trusts this issuer. */
    public Map<String, String> settings() {
        return Map.of(
                "SLUICE_AUTH",
                "jwt",
                "SLUICE_AUTH_ISSUER",
                ISSUER,
                "SLUICE_AUTH_AUDIENCE",
                AUDIENCE,
                "SLUICE_AUTH_KEYS",
                keys().toString(),
                "SLUICE_AUTH_KEYS_PAUSE",
                "1S");
    }

    /** Where its public keys are. */
    public URI keys() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/keys");
    }

    /** Its public keys, as they are served. */
    public String keySet() {
        return new JsonWebKeySet(key).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    /** How often its keys were fetched. */
    public int fetches() {
        return fetches.get();
    }

    /** Signs with another key from now on, and serves no other. */
    public void rotate() {
        key = newKey();
    }

    /** Whether it refuses to serve its keys. */
    public void away(boolean away) {
        this.away = away;
    }

    /** A good token with these roles. */
    public String token(String... roles) {
        return token(claims -> claims.setStringListClaim("roles", roles));
    }

    /** A token that is good but for what is changed. */
    public String token(Consumer<JwtClaims> change) {
        return signed(claims(change), AlgorithmIdentifiers.RSA_USING_SHA256, key.getPrivateKey());
    }

    /** A token that nobody has signed. */
    public String unsigned(String... roles) {
        return signed(claims(claims -> claims.setStringListClaim("roles", roles)), AlgorithmIdentifiers.NONE, null);
    }

    /** A token with a shared secret, for which its maker has taken what everybody knows: the public key. */
    public String signedWithThePublicKey(String... roles) {
        return signed(
                claims(claims -> claims.setStringListClaim("roles", roles)),
                AlgorithmIdentifiers.HMAC_SHA256,
                new HmacKey(key.getPublicKey().getEncoded()));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static JwtClaims claims(Consumer<JwtClaims> change) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(ISSUER);
        claims.setAudience(AUDIENCE);
        claims.setSubject("client-1");
        NumericDate aWhileAgo = NumericDate.now();
        aWhileAgo.addSeconds(-600);
        claims.setIssuedAt(aWhileAgo);
        claims.setExpirationTimeMinutesInTheFuture(10);
        change.accept(claims);
        return claims;
    }

    private String signed(JwtClaims claims, String algorithm, Key with) {
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        token.setAlgorithmHeaderValue(algorithm);
        token.setKeyIdHeaderValue(key.getKeyId());
        token.setKey(with);
        token.setPayload(claims.toJson());
        try {
            return token.getCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RsaJsonWebKey newKey() {
        try {
            RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
            key.setKeyId(UUID.randomUUID().toString());
            key.setUse("sig");
            return key;
        } catch (JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
