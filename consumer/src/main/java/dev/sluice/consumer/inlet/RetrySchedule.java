package dev.sluice.consumer.inlet;

import dev.sluice.consumer.store.InboxConfig;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before an order is tried again. */
@ApplicationScoped
public class RetrySchedule {
    private final RetryConfig config;
    private final InboxConfig inbox;

    RetrySchedule(RetryConfig config, InboxConfig inbox) {
        this.config = config;
        this.inbox = inbox;
    }

    void check(@Observes StartupEvent event) {
        require(config.maxAttempts() >= 1, "max-attempts", "at least 1");
        require(config.multiplier() >= 1 && config.multiplier() <= 100, "multiplier", "from 1 to 100");
        require(config.jitter() >= 0 && config.jitter() < 1, "jitter", "from 0 to less than 1");
        positive(config.initialDelay(), "initial-delay");
        positive(config.contentionDelay(), "contention-delay");
        positive(config.outageDelay(), "outage-delay");
        require(
                config.maxDelay().compareTo(config.initialDelay()) >= 0,
                "max-delay",
                "at least sluice.retry.initial-delay");
        if (longest().compareTo(inbox.longestRetry()) > 0) {
            throw new ConfigurationException(
                    ("sluice.retry.* lets an order be retried for %s, but sluice.inbox.longest-retry is %s: raise it (and"
                                    + " sluice.inbox.retention with it), or lower sluice.retry.max-attempts or max-delay")
                            .formatted(longest(), inbox.longestRetry()));
        }
    }

    /** Whether an order is tried again after {@code attempts} failed ones. */
    boolean allowsMoreThan(int attempts) {
        return attempts < config.maxAttempts();
    }

    /** The delay after the failed attempt number {@code attempts}, counted from 1. */
    Duration afterFailure(int attempts) {
        return jittered(delay(attempts));
    }

    /** The delay of an order that met another transaction with the same order. */
    Duration afterContention() {
        return jittered(config.contentionDelay());
    }

    /** The delay of an order that met an outage. */
    Duration afterOutage() {
        return jittered(config.outageDelay());
    }

    /** The longest that all delays can take together. A cap on the number looked at: beyond it the sum is clear enough. */
    private Duration longest() {
        Duration sum = Duration.ZERO;
        for (int attempt = 1; attempt < Math.min(config.maxAttempts(), 10_000); attempt++) {
            sum = sum.plus(scaled(delay(attempt), 1 + config.jitter()));
        }
        return config.maxAttempts() > 10_000 ? sum.plusDays(365_000) : sum;
    }

    private Duration delay(int attempt) {
        double factor = Math.pow(config.multiplier(), attempt - 1.0);
        double most =
                (double) config.maxDelay().toMillis() / config.initialDelay().toMillis();
        return factor >= most ? config.maxDelay() : scaled(config.initialDelay(), factor);
    }

    private Duration jittered(Duration delay) {
        return scaled(
                delay, 1 + config.jitter() * (2 * ThreadLocalRandom.current().nextDouble() - 1));
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofMillis(Math.round(duration.toMillis() * factor));
    }

    private static void positive(Duration value, String key) {
        require(value.toMillis() > 0, key, "at least a millisecond");
    }

    private static void require(boolean holds, String key, String what) {
        if (!holds) {
            throw new ConfigurationException("sluice.retry." + key + " must be " + what);
        }
    }
}
