package dev.sluice.auth;

import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTCallerPrincipalFactory;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import jakarta.json.JsonArray;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.lang.JoseException;
import org.jose4j.lang.UnresolvableKeyException;

/** Reads tokens with one set of keys, all of them in memory. Thread-safe. */
final class TokenReader {
    /** Public keys only: with a shared secret, whoever can check a token can make one. */
    private static final Set<SignatureAlgorithm> ALGORITHMS = Set.of(
            SignatureAlgorithm.RS256,
            SignatureAlgorithm.RS384,
            SignatureAlgorithm.RS512,
            SignatureAlgorithm.PS256,
            SignatureAlgorithm.PS384,
            SignatureAlgorithm.PS512,
            SignatureAlgorithm.ES256,
            SignatureAlgorithm.ES384,
            SignatureAlgorithm.ES512);

    private final JWTParser parser;
    private final String rolesClaim;

    /**
     * A reader for these keys.
     *
     * @param keys a JWKS
     * @param config with issuer and audience
     * @throws JoseException if it is none, or has no public key
     */
    TokenReader(String keys, AuthConfig config) throws JoseException {
        JsonWebKeySet set = new JsonWebKeySet(keys);
        set.getJsonWebKeys().removeIf(key -> !(key instanceof PublicJsonWebKey));
        if (set.getJsonWebKeys().isEmpty()) {
            throw new JoseException("no public key in the set");
        }
        JWTAuthContextInfo info = new JWTAuthContextInfo();
        info.setPublicKeyContent(set.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY));
        info.setIssuedBy(config.issuer().orElseThrow());
        info.setExpectedAudience(config.audience().orElseThrow());
        info.setSignatureAlgorithm(ALGORITHMS);
        info.setClockSkew((int) config.clockSkew().toSeconds());
        // A factory of its own, because the factory keeps the keys.
        this.parser = new DefaultJWTParser(info, new DefaultJWTCallerPrincipalFactory());
        this.rolesClaim = config.rolesClaim();
    }

    /**
     * The caller that {@code token} was given to.
     *
     * @throws UnknownKeyException if it names a key that is not in the set
     * @throws BadTokenException if it is not a token for this service, or not any more
     */
    Caller read(String token) throws UnknownKeyException, BadTokenException {
        JsonWebToken read;
        try {
            read = parser.parse(token);
        } catch (ParseException e) {
            if (causes(e).anyMatch(UnresolvableKeyException.class::isInstance)) {
                throw new UnknownKeyException(e);
            }
            throw new BadTokenException("the token is not valid here", e);
        } catch (RuntimeException e) {
            throw new BadTokenException("the token can't be read", e);
        }
        String subject = read.getSubject();
        if (subject == null || subject.isBlank()) {
            throw new BadTokenException("the token has no subject", null);
        }
        return new Caller(
                subject, roles(read).filter(Roles.OF_CALLERS::contains).collect(Collectors.toUnmodifiableSet()));
    }

    private Stream<String> roles(JsonWebToken token) {
        Object claim = token.getClaim(rolesClaim);
        if (claim instanceof JsonArray list) {
            return list.stream()
                    .filter(each -> each.getValueType() == JsonValue.ValueType.STRING)
                    .map(each -> ((JsonString) each).getString());
        }
        if (claim instanceof Set<?> names) {
            return names.stream().filter(String.class::isInstance).map(String.class::cast);
        }
        return claim instanceof String text ? Arrays.stream(text.split(" ")) : Stream.of();
    }

    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, each -> each != null, Throwable::getCause);
    }
}
