package dev.sluice.consumer.inlet;

import dev.sluice.consumer.processing.HandlerConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/**
 * Makes sure that a batch ends before its locks do: the Functions host renews the lock of a single message, but not those of
 * a batch. What comes after the lock is processed twice; the inbox absorbs that, but it is work for nothing.
 */
@ApplicationScoped
public class FunctionsBounds {
    private static final String OF_HOST = "AzureFunctionsJobHost__extensions__serviceBus__maxMessageBatchSize";
    private static final String OURS = "sluice.functions.batch-size";

    private final InletConfig inlet;
    private final HandlerConfig handler;
    private final int batchSize;
    private final InletChoice choice;

    FunctionsBounds(
            InletConfig inlet, HandlerConfig handler, FunctionsConfig functions, Config settings, InletChoice choice) {
        this.inlet = inlet;
        this.handler = handler;
        this.choice = choice;
        this.batchSize = functions
                .batchSize()
                .or(() -> settings.getOptionalValue(OF_HOST, Integer.class))
                .orElse(1);
    }

    void check(@Observes StartupEvent event) {
        if (choice.kind() != InletKind.FUNCTIONS) {
            return;
        }
        if (batchSize < 1) {
            throw new ConfigurationException("%s (or %s) must be at least 1".formatted(OURS, OF_HOST));
        }
        Duration half = inlet.lockDuration().dividedBy(2);
        if (inlet.outageHold().compareTo(half) > 0) {
            throw new ConfigurationException(
                    "sluice.inlet.outage-hold (%s) must be at most half of sluice.inlet.lock-duration (%s)"
                            .formatted(inlet.outageHold(), inlet.lockDuration()));
        }
        Duration longest = handler.timeout().multipliedBy(batchSize).dividedBy(inlet.concurrency());
        if (batchSize > 1 && longest.compareTo(half) > 0) {
            throw new ConfigurationException(
                    ("a batch of %d (%s or %s) × sluice.handler.timeout (%s) ÷ sluice.inlet.concurrency (%d) = %s, but a"
                                    + " batch's locks are not renewed: this must be at most half of sluice.inlet.lock-duration (%s)."
                                    + " Lower the batch size or the timeout, or raise the concurrency")
                            .formatted(
                                    batchSize,
                                    OURS,
                                    OF_HOST,
                                    handler.timeout(),
                                    inlet.concurrency(),
                                    longest,
                                    inlet.lockDuration()));
        }
    }

    /** The largest batch that the bounds above hold for. */
    int batchSize() {
        return batchSize;
    }
}
