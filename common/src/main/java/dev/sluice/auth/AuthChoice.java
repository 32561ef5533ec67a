package dev.sluice.auth;

import dev.sluice.http.CustomHandler;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.SmallRyeConfig;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.config.Config;

/** Who asks callers who they are in this process: the configured one, else the one that fits whoever started it. */
@ApplicationScoped
public class AuthChoice {
    private static final Set<String> OPEN_PROFILES = Set.of("dev", "test", "local");
    private static final Duration MOST_SKEW = Duration.ofMinutes(5);

    private final AuthConfig config;
    private final CustomHandler handler;
    private final boolean openProfile;

    AuthChoice(AuthConfig config, CustomHandler handler, Config settings) {
        this.config = config;
        this.handler = handler;
        List<String> profiles = settings.unwrap(SmallRyeConfig.class).getProfiles();
        this.openProfile = !profiles.isEmpty() && OPEN_PROFILES.containsAll(profiles);
    }

    /** Who asks. */
    public AuthMode mode() {
        return config.mode().orElse(handler.isUnderHost() ? AuthMode.HOST_KEYS : AuthMode.OFF);
    }

    /** Refuses to start where anybody could come in; before anything starts by these settings. */
    void check(@Observes @Priority(1) StartupEvent event) {
        switch (mode()) {
            case OFF -> {
                require(
                        openProfile,
                        "sluice.auth must be jwt: without a Functions host nobody else asks callers who they are,"
                                + " and off is for the profiles dev, test and local only");
                require(handler.isOnLoopback(), "sluice.auth is off: quarkus.http.host must be 127.0.0.1");
            }
            case HOST_KEYS ->
                require(
                        handler.isUnderHost(),
                        "sluice.auth is host-keys, but no Functions host started this process (" + CustomHandler.PORT
                                + " is not set)");
            case JWT -> checkToken();
        }
    }

    private void checkToken() {
        require(config.issuer().isPresent(), "sluice.auth is jwt: sluice.auth.issuer must be set");
        require(config.audience().isPresent(), "sluice.auth is jwt: sluice.auth.audience must be set");
        require(config.keys().isPresent(), "sluice.auth is jwt: sluice.auth.keys must be set");
        require(
                !config.clockSkew().isNegative() && config.clockSkew().compareTo(MOST_SKEW) <= 0,
                "sluice.auth.clock-skew must be between 0 and " + MOST_SKEW.toMinutes() + " minutes");
        require(
                config.keysPause().toMillis() > 0 && config.keysRefresh().compareTo(config.keysPause()) >= 0,
                "sluice.auth.keys-pause must be above 0, and sluice.auth.keys-refresh not below it");
        require(config.keysTimeout().toMillis() > 0, "sluice.auth.keys-timeout must be above 0");
        KeySource.at(config.keys().orElseThrow(), config.keysTimeout());
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new ConfigurationException(message);
        }
    }
}
