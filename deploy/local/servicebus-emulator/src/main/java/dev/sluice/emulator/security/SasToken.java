package dev.sluice.emulator.security;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A shared access signature, taken apart and not yet verified:
 * {@code SharedAccessSignature sr=<audience>&sig=<signature>&se=<expiry>&skn=<key name>} in any order.
 *
 * @see <a href="https://learn.microsoft.com/azure/service-bus-messaging/service-bus-sas">Service Bus access control with
 *     shared access signatures</a>
 */
record SasToken(String encodedAudience, String signature, String expiry, String keyName) {

    private static final String PREFIX = "SharedAccessSignature ";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MAX_LENGTH = 8192;

    static SasToken parse(String token) throws InvalidTokenException {
        if (token.length() > MAX_LENGTH || !token.regionMatches(true, 0, PREFIX, 0, PREFIX.length())) {
            throw malformed("it must begin with 'SharedAccessSignature '");
        }
        Map<String, String> fields = new HashMap<>();
        for (var field : token.substring(PREFIX.length()).strip().split("&")) {
            int equals = field.indexOf('=');
            if (equals < 0 || fields.put(field.substring(0, equals), field.substring(equals + 1)) != null) {
                throw malformed("a field is not of the form name=value, or stands twice");
            }
        }
        for (var required : new String[] {"sr", "sig", "se", "skn"}) {
            if (!fields.containsKey(required)) {
                throw malformed("it has no '" + required + "'");
            }
        }
        return new SasToken(fields.get("sr"), decoded(fields.get("sig")), fields.get("se"), decoded(fields.get("skn")));
    }

    /** Whether whoever made it had that key. */
    boolean isSignedWith(String key) throws InvalidTokenException {
        byte[] given;
        try {
            given = Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException e) {
            throw malformed("its signature is not in Base64");
        }
        return MessageDigest.isEqual(given, sign(encodedAudience + "\n" + expiry, key));
    }

    String audience() throws InvalidTokenException {
        return decoded(encodedAudience);
    }

    Instant expires() throws InvalidTokenException {
        try {
            return Instant.ofEpochSecond(Long.parseLong(expiry));
        } catch (NumberFormatException | DateTimeException e) {
            throw malformed("its expiry is not a number of seconds");
        }
    }

    private static byte[] sign(String text, String key) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    private static String decoded(String value) throws InvalidTokenException {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed("a field is not URL-encoded");
        }
    }

    private static InvalidTokenException malformed(String why) {
        return new InvalidTokenException("MalformedToken: The token can't be read: " + why + ".");
    }
}
