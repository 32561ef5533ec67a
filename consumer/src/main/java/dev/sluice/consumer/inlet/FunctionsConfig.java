package dev.sluice.consumer.inlet;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What the Functions host is set up to do, as far as this process depends on it. */
@ConfigMapping(prefix = "sluice.functions")
public interface FunctionsConfig {
    /**
     * How many messages an invocation may hold: {@code maxMessageBatchSize} of host.json where function.json says {@code
     * "cardinality": "many"}, and 1 (the default) where it says {@code one}. Where it is not set, the function app's setting
     * {@code AzureFunctionsJobHost__extensions__serviceBus__maxMessageBatchSize} is taken.
     */
    Optional<Integer> batchSize();
}
