package dev.sluice.auth;

import dev.sluice.testkit.TokenIssuer;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Settings as a service would be given them. */
final class TestSettings {
    private TestSettings() {}

    /** These and no others. */
    static SmallRyeConfig of(Map<String, String> settings, String... profiles) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(AuthConfig.class)
                .withProfiles(List.of(profiles))
                .withDefaultValues(settings)
                .build();
    }

    /** Those of a service that trusts {@code issuer}, but for what is changed. */
    static SmallRyeConfig trusting(TokenIssuer issuer, Map<String, String> changes) {
        Map<String, String> settings = new HashMap<>();
        issuer.settings()
                .forEach((name, value) -> settings.put(
                        name.toLowerCase(Locale.ROOT)
                                .replaceFirst("sluice_auth_?", "sluice.auth.")
                                .replace('_', '-')
                                .replaceFirst("\\.$", ""),
                        value));
        settings.putAll(changes);
        return of(settings, "prod");
    }

    /** What is read from them. */
    static AuthConfig auth(SmallRyeConfig settings) {
        return settings.getConfigMapping(AuthConfig.class);
    }
}
