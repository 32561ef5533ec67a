package dev.sluice.producer;

import dev.sluice.servicebus.ConfigurationException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a wrong setting ends the process: with one line that names the key, and exit code 1, before a port is open. */
public final class StartUp {
    private static final Logger LOG = LoggerFactory.getLogger(StartUp.class);

    private StartUp() {}

    /**
     * Runs a step of the start-up and returns what it makes.
     *
     * @throws io.quarkus.runtime.configuration.ConfigurationException if the step throws a {@link
     *     ConfigurationException}: the one that ends the process without a stack trace
     */
    public static <T> T step(Supplier<T> step) {
        try {
            return step.get();
        } catch (ConfigurationException e) {
            LOG.error("wrong configuration: {}", e.getMessage());
            // Without the cause: the framework looks at the root cause, and knows only its own exception.
            throw new io.quarkus.runtime.configuration.ConfigurationException(e.getMessage());
        }
    }
}
