package dev.sluice.functions.app;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of an app, from the section {@code Keys} of its settings file. Azure keeps them in the storage account.
 *
 * @param master opens everything; null if there is none
 * @param host opens every function of level function; null if there is none
 * @param functions a function's own key by its name
 */
public record AccessKeys(String master, String host, Map<String, String> functions) {

    /** No key at all: nobody is asked for one, as with {@code func start}. */
    static final AccessKeys NONE = new AccessKeys(null, null, Map.of());

    /**
     * Whether a caller may pass.
     *
     * @param function the function's name, null for the host's own pages
     * @param presented what the caller brought, null if nothing
     */
    public boolean admits(AuthLevel level, String function, String presented) {
        if (areNone()) {
            return true;
        }
        return switch (level) {
            case ANONYMOUS -> true;
            case ADMIN -> same(master, presented);
            case FUNCTION ->
                same(master, presented)
                        || same(host, presented)
                        || same(
                                Optional.ofNullable(function)
                                        .map(functions::get)
                                        .orElse(null),
                                presented);
        };
    }

    /** Whether there is not a single key. */
    public boolean areNone() {
        return master == null && host == null && functions.isEmpty();
    }

    @Override
    public String toString() {
        return "AccessKeys[not shown]";
    }

    private static boolean same(String key, String presented) {
        // In a time that does not depend on how much of it is right.
        return key != null
                && presented != null
                && MessageDigest.isEqual(
                        key.getBytes(StandardCharsets.UTF_8), presented.getBytes(StandardCharsets.UTF_8));
    }
}
