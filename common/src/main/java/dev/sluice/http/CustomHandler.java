package dev.sluice.http;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.Config;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this process is the custom handler of an Azure Functions host, and what follows from that: only the host may
 * reach it, and it leaves with an exit code that makes the host start it again.
 */
@ApplicationScoped
public class CustomHandler {
    /** The port that the host wants its handler to listen on; set by the host and nobody else. */
    public static final String PORT = "FUNCTIONS_CUSTOMHANDLER_PORT";

    private static final Logger LOG = LoggerFactory.getLogger(CustomHandler.class);
    private static final String HTTP_HOST = "quarkus.http.host";

    /** The host starts the handler again and does not count it; after 0 it never would, after others three times. */
    private static final int START_AGAIN = 200;

    private static final int FAILURE = 1;

    private final Config settings;

    /** What these settings, the environment among them, say of this process. */
    public CustomHandler(Config settings) {
        this.settings = settings;
    }

    /** Whether a Functions host started this process. */
    public boolean isUnderHost() {
        return settings.getOptionalValue(PORT, String.class).isPresent();
    }

    /** Whether only this machine can reach this process. */
    public boolean isOnLoopback() {
        return Loopback.is(address());
    }

    /** Ends this process because it can't do its work any more and a new one may. Returns at once. */
    public void giveUp(String why) {
        int code = isUnderHost() ? START_AGAIN : FAILURE;
        LOG.error("this process ends itself with exit code {}: {}", code, why);
        Quarkus.asyncExit(code);
    }

    /** The host checks its keys and then forwards; who could reach the handler past it would need none. */
    void check(@Observes StartupEvent event) {
        if (isUnderHost() && !isOnLoopback()) {
            throw new ConfigurationException("%s is %s, but under the Functions host (%s is set) it must be 127.0.0.1"
                    .formatted(HTTP_HOST, address(), PORT));
        }
    }

    private String address() {
        return settings.getOptionalValue(HTTP_HOST, String.class).orElse("");
    }
}
