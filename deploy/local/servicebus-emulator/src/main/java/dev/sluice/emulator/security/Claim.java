package dev.sluice.emulator.security;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/**
 * What a verified token allows.
 *
 * @param path the entity it speaks of and all below it; empty for the whole namespace. Lower case, no slash at either end
 * @param rights what may be done there
 * @param expiry until when
 */
public record Claim(String path, Set<AccessRight> rights, Instant expiry) {

    /** Whether it allows to do that there, at this time. */
    public boolean allows(String entityPath, AccessRight right, Instant now) {
        return (rights.contains(right) || rights.contains(AccessRight.MANAGE)) && speaksOf(entityPath, now);
    }

    /** Whether it allows anything there, at this time. */
    public boolean speaksOf(String entityPath, Instant now) {
        return now.isBefore(expiry) && covers(pathOf(entityPath));
    }

    /** Whether what is meant by that path is this claim's entity or lies below it. */
    boolean covers(String normalized) {
        return path.isEmpty() || normalized.equals(path) || normalized.startsWith(path + "/");
    }

    /**
     * The path that a claim speaks of, out of an audience such as {@code amqp://host/orders} or {@code sb://host:5672/}.
     * Scheme, host and port are left out, as this namespace is reached under many names.
     */
    static String pathOf(String audience) {
        var text = audience.strip().toLowerCase(Locale.ROOT);
        int scheme = text.indexOf("://");
        if (scheme >= 0) {
            int slash = text.indexOf('/', scheme + 3);
            text = slash < 0 ? "" : text.substring(slash);
        }
        int query = text.indexOf('?');
        text = query < 0 ? text : text.substring(0, query);
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == '/') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(start, end);
    }
}
