package dev.sluice.emulator.amqp;

import dev.sluice.emulator.security.AccessRight;
import dev.sluice.emulator.security.Claim;
import dev.sluice.emulator.security.InvalidTokenException;
import dev.sluice.emulator.security.SasKeys;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The claims that one connection has made good, by the entity they speak of; a newer one replaces an older. */
final class ConnectionAccess {

    // As many as there may be links.
    private static final int MAX_CLAIMS = ProtonEvents.MAX_LINKS;

    private final SasKeys keys;
    private final Clock clock;
    private final Consumer<Instant> onNextExpiry;
    private final Map<String, Claim> byPath = new HashMap<>();

    /** With somebody to tell when the next claim expires, each time that may have changed. */
    ConnectionAccess(SasKeys keys, Clock clock, Consumer<Instant> onNextExpiry) {
        this.keys = keys;
        this.clock = clock;
        this.onNextExpiry = onNextExpiry;
    }

    /** Whether anything is checked at all. */
    boolean isChecked() {
        return keys.verifyTokens();
    }

    /** Takes the claim of a token, or throws for one that proves nothing; false if there are too many claims. */
    boolean present(String token, String resource) throws InvalidTokenException {
        var claim = keys.verify(token, resource, clock.instant());
        if (!isChecked()) {
            return true;
        }
        if (byPath.size() >= MAX_CLAIMS && !byPath.containsKey(claim.path())) {
            dropExpired();
            if (byPath.size() >= MAX_CLAIMS) {
                return false;
            }
        }
        byPath.put(claim.path(), claim);
        nextExpiry().ifPresent(onNextExpiry);
        return true;
    }

    /** Takes the name and the key of SASL PLAIN; false if they don't belong together. */
    boolean login(String name, String key) {
        var claim = keys.login(name, key);
        claim.ifPresent(found -> byPath.put(found.path(), found));
        return claim.isPresent();
    }

    /** Whether that may be done there; with null for the right, whether anything may. */
    boolean allows(String address, AccessRight right) {
        if (!isChecked()) {
            return true;
        }
        var now = clock.instant();
        return byPath.values().stream()
                .anyMatch(claim -> right == null ? claim.speaksOf(address, now) : claim.allows(address, right, now));
    }

    /** Whether anything may be done anywhere: what opens a transaction names no entity. */
    boolean allowsAnything() {
        var now = clock.instant();
        return !isChecked() || byPath.values().stream().anyMatch(claim -> now.isBefore(claim.expiry()));
    }

    /** Forgets what has expired, and says when to come again. */
    void dropExpired() {
        var now = clock.instant();
        byPath.values().removeIf(claim -> !now.isBefore(claim.expiry()));
        nextExpiry().ifPresent(onNextExpiry);
    }

    private Optional<Instant> nextExpiry() {
        return byPath.values().stream()
                .map(Claim::expiry)
                .filter(expiry -> !expiry.equals(Instant.MAX))
                .min(Comparator.naturalOrder());
    }
}
