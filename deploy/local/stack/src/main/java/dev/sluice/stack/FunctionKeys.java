package dev.sluice.stack;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/**
 * The keys of a stack's function apps, made anew for each stack.
 *
 * @param function opens what has the level {@code function}
 * @param admin opens everything, the host's own pages included
 */
public record FunctionKeys(String function, String admin) {
    private static final int BYTES = 32;

    static FunctionKeys random() {
        return new FunctionKeys(key(), key());
    }

    /** The header that a request for a function carries its key in. */
    public static Map<String, String> header(String key) {
        return Map.of("x-functions-key", key);
    }

    @Override
    public String toString() {
        return "FunctionKeys[not shown]";
    }

    private static String key() {
        byte[] key = new byte[BYTES];
        new SecureRandom().nextBytes(key);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }
}
