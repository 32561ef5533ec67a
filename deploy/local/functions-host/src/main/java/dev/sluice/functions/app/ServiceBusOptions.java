package dev.sluice.functions.app;

import java.time.Duration;
import java.util.Set;

/**
 * {@code extensions.serviceBus} of host.json, with the host's defaults.
 *
 * @param prefetchCount how many messages are fetched ahead
 * @param autoComplete whether a message is completed when its invocation succeeds
 * @param maxAutoLockRenewal how long a lock is renewed, zero for never; single messages only
 * @param maxConcurrentCalls invocations at once in an instance
 * @param maxBatchSize messages in one invocation where cardinality is many
 * @param minBatchSize how many are waited for
 * @param maxBatchWait how long they are waited for
 * @param retry how the SDK tries again
 * @param webSockets whether to connect by AMQP over WebSockets
 * @see <a href="https://learn.microsoft.com/azure/azure-functions/functions-bindings-service-bus#hostjson-settings">
 *     host.json settings</a>
 */
public record ServiceBusOptions(
        int prefetchCount,
        boolean autoComplete,
        Duration maxAutoLockRenewal,
        int maxConcurrentCalls,
        int maxBatchSize,
        int minBatchSize,
        Duration maxBatchWait,
        Retry retry,
        boolean webSockets) {

    /** The host's default concurrency is 16 for each core of the instance; EP1 has one. */
    private static final int CALLS = 16;

    private static final Set<String> NAMES = Set.of(
            "clientRetryOptions",
            "transportType",
            "autoCompleteMessages",
            "prefetchCount",
            "maxAutoLockRenewalDuration",
            "maxConcurrentCalls",
            "maxConcurrentSessions",
            "maxConcurrentCallsPerSession",
            "maxMessageBatchSize",
            "minMessageBatchSize",
            "maxBatchWaitTime",
            "sessionIdleTimeout",
            "enableCrossEntityTransactions");

    /**
     * {@code clientRetryOptions}.
     *
     * @param fixed whether the pause stays the same instead of growing
     * @param tryTimeout how long one attempt may take
     * @param delay the pause before the next one
     * @param maxDelay the longest such pause
     * @param maxRetries attempts after the first
     */
    public record Retry(boolean fixed, Duration tryTimeout, Duration delay, Duration maxDelay, int maxRetries) {

        private static final Retry DEFAULT =
                new Retry(false, Duration.ofMinutes(1), Duration.ofMillis(800), Duration.ofMinutes(1), 3);

        private static Retry of(FileNode json) {
            json.allow(Set.of("mode", "tryTimeout", "delay", "maxDelay", "maxRetries"));
            var mode = json.get("mode");
            return new Retry(
                    mode != null && mode.oneOf(Set.of("exponential", "fixed")).equals("fixed"),
                    json.time("tryTimeout", DEFAULT.tryTimeout),
                    json.time("delay", DEFAULT.delay),
                    json.time("maxDelay", DEFAULT.maxDelay),
                    json.integer("maxRetries", DEFAULT.maxRetries, 0));
        }
    }

    /** What counts if host.json says nothing. */
    static final ServiceBusOptions DEFAULT = new ServiceBusOptions(
            0, true, Duration.ofMinutes(5), CALLS, 1000, 1, Duration.ofSeconds(30), Retry.DEFAULT, false);

    static ServiceBusOptions of(FileNode json) {
        json.allow(NAMES);
        var transport = json.get("transportType");
        var options = new ServiceBusOptions(
                json.integer("prefetchCount", DEFAULT.prefetchCount, 0),
                json.bool("autoCompleteMessages", DEFAULT.autoComplete),
                json.time("maxAutoLockRenewalDuration", DEFAULT.maxAutoLockRenewal),
                json.integer("maxConcurrentCalls", DEFAULT.maxConcurrentCalls, 1),
                json.integer("maxMessageBatchSize", DEFAULT.maxBatchSize, 1),
                json.integer("minMessageBatchSize", DEFAULT.minBatchSize, 1),
                json.time("maxBatchWaitTime", DEFAULT.maxBatchWait),
                json.get("clientRetryOptions") == null ? Retry.DEFAULT : Retry.of(json.get("clientRetryOptions")),
                transport != null
                        && transport.oneOf(Set.of("amqpTcp", "amqpWebSockets")).equals("amqpWebSockets"));
        if (options.minBatchSize > options.maxBatchSize) {
            throw json.require("minMessageBatchSize").expected("at most maxMessageBatchSize, " + options.maxBatchSize);
        }
        // What only matters to sessions is read all the same, so that a wrong value is not found out in Azure.
        json.integer("maxConcurrentSessions", 8, 1);
        json.integer("maxConcurrentCallsPerSession", 1, 1);
        json.time("sessionIdleTimeout", Duration.ZERO);
        if (json.bool("enableCrossEntityTransactions", false)) {
            throw json.require("enableCrossEntityTransactions").expected("false: a custom handler has no transactions");
        }
        return options;
    }
}
