package dev.sluice.emulator.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The shared access keys of the namespace. Without any, everybody may do everything. Immutable. */
public final class SasKeys {

    private static final Claim EVERYTHING = new Claim("", EnumSet.allOf(AccessRight.class), Instant.MAX);

    private final Map<String, SasKey> byName = new LinkedHashMap<>();

    /**
     * The given keys.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    public SasKeys(Collection<SasKey> keys) {
        for (var key : keys) {
            if (byName.put(key.name(), key) != null) {
                throw new IllegalArgumentException("shared access key '" + key.name() + "' is set twice");
            }
        }
    }

    /** Whether there are keys, so that tokens are verified. */
    public boolean verifyTokens() {
        return !byName.isEmpty();
    }

    /**
     * What a token allows.
     *
     * @param token a shared access signature
     * @param resource the address that the client says it puts the token for
     * @throws InvalidTokenException if it is malformed, was signed with none of the keys, has expired, or does not cover
     *     the resource
     */
    public Claim verify(String token, String resource, Instant now) throws InvalidTokenException {
        if (!verifyTokens()) {
            return EVERYTHING;
        }
        var parsed = SasToken.parse(token);
        var key = byName.get(parsed.keyName());
        if (key == null || !parsed.isSignedWith(key.key())) {
            throw new InvalidTokenException("InvalidSignature: The token has an invalid signature.");
        }
        var claim = new Claim(Claim.pathOf(parsed.audience()), key.rights(), parsed.expires());
        if (!now.isBefore(claim.expiry())) {
            throw new InvalidTokenException(
                    "ExpiredToken: The token is expired. Expiration time: " + claim.expiry() + ".");
        }
        if (!claim.covers(Claim.pathOf(resource))) {
            throw new InvalidTokenException("InvalidAudience: The token's audience does not cover the resource.");
        }
        return claim;
    }

    /** What somebody who knows a key itself may do: all that the key allows, for as long as the connection lasts. */
    public Optional<Claim> login(String name, String key) {
        if (!verifyTokens()) {
            return Optional.of(EVERYTHING);
        }
        return Optional.ofNullable(byName.get(name))
                .filter(known -> MessageDigest.isEqual(bytes(known.key()), bytes(key)))
                .map(known -> new Claim("", known.rights(), Instant.MAX));
    }

    /** The key to put into connection strings: the first that allows everything, or the first at all. */
    public Optional<SasKey> main() {
        return byName.values().stream()
                .filter(key -> key.rights().contains(AccessRight.MANAGE))
                .findFirst()
                .or(() -> byName.values().stream().findFirst());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
