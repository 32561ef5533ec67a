package dev.sluice.auth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Who may come in. */
@ConfigMapping(prefix = "sluice.auth")
public interface AuthConfig {
    /**
     * {@code off}, {@code jwt} or {@code host-keys}. Where it is not set: host-keys under a Functions host, off in the profiles
     * dev, test and local, and no start in any other.
     */
    @WithParentName
    Optional<AuthMode> mode();

    /** Who signs the tokens: what their claim {@code iss} must be. Needed for jwt. */
    Optional<String> issuer();

    /** Whom the tokens are for: one of these must be in their claim {@code aud}. Needed for jwt. */
    Optional<Set<String>> audience();

    /**
     * Where the keys are that tokens are signed with, as a JWKS: a file, or an address (https, on loopback http as well).
     * Needed for jwt.
     */
    Optional<String> keys();

    /** The claim with the caller's roles: a list, or text with blanks between. Entra ID has app roles in {@code roles}. */
    @WithDefault("roles")
    String rolesClaim();

    /** By how much the issuer's clock may differ, 5 minutes at the most. */
    @WithDefault("60S")
    Duration clockSkew();

    /** How often the keys are fetched anew. */
    @WithDefault("1H")
    Duration keysRefresh();

    /** How long fetching them may take. */
    @WithDefault("5S")
    Duration keysTimeout();

    /** The least time between two fetches, whatever unknown keys tokens name. */
    @WithDefault("10S")
    Duration keysPause();
}
