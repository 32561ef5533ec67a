package dev.sluice.consumer.inlet;

import dev.sluice.consumer.processing.HandlerConfig;
import dev.sluice.consumer.store.DatabaseConfig;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import reactor.core.scheduler.Schedulers;

/** Makes the bounds that depend on each other agree, before anything runs: pool, threads, timeouts and lock duration. */
@ApplicationScoped
public class InletBounds {
    private static final int BEFORE_THE_DATABASE_IS_ASKED = 2000;
    /** Beside the messages in hand: one connection for the status API and one for the background work. */
    private static final int SPARE_CONNECTIONS = 2;
    /** The SDK's own work on the same threads: receiving, renewing locks, closing. */
    private static final int SPARE_THREADS = 4;

    private static final int MAX_CONCURRENCY = 500;
    private static final String THREADS = "reactor.schedulers.defaultBoundedElasticSize";

    private final InletConfig inlet;
    private final DatabaseConfig database;
    private final HandlerConfig handler;
    private final AgroalDataSource dataSource;

    InletBounds(InletConfig inlet, DatabaseConfig database, HandlerConfig handler, AgroalDataSource dataSource) {
        this.inlet = inlet;
        this.database = database;
        this.handler = handler;
        this.dataSource = dataSource;
    }

    void apply(@Observes @Priority(BEFORE_THE_DATABASE_IS_ASKED) StartupEvent event) {
        belowLockDuration("sluice.database.statement-timeout", database.statementTimeout());
        belowLockDuration("sluice.database.idle-in-transaction-timeout", database.idleInTransactionTimeout());
        belowLockDuration("sluice.database.lock-timeout", database.lockTimeout());
        belowLockDuration("sluice.handler.timeout", handler.timeout());
        if (inlet.concurrency() < 1 || inlet.concurrency() > MAX_CONCURRENCY) {
            throw new ConfigurationException("sluice.inlet.concurrency is %d, but must be from 1 to %d"
                    .formatted(inlet.concurrency(), MAX_CONCURRENCY));
        }
        int threads = handlerThreads();
        if (inlet.concurrency() + SPARE_THREADS > threads) {
            throw new ConfigurationException(
                    ("sluice.inlet.concurrency is %d, but the SDK handles messages on %d threads and needs %d for itself:"
                                    + " lower it, or start with -D%s=%d")
                            .formatted(
                                    inlet.concurrency(),
                                    threads,
                                    SPARE_THREADS,
                                    THREADS,
                                    inlet.concurrency() + SPARE_THREADS));
        }
        dataSource.getConfiguration().connectionPoolConfiguration().setMaxSize(inlet.concurrency() + SPARE_CONNECTIONS);
    }

    /** By default there are ten threads per core, which may be too few; the number is fixed when the SDK first looks. */
    private int handlerThreads() {
        if (System.getProperty(THREADS) == null) {
            int byDefault = 10 * Runtime.getRuntime().availableProcessors();
            System.setProperty(THREADS, Integer.toString(Math.max(byDefault, inlet.concurrency() + SPARE_THREADS)));
        }
        return Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE;
    }

    private void belowLockDuration(String key, Duration value) {
        if (value.compareTo(inlet.lockDuration()) >= 0) {
            throw new ConfigurationException(
                    ("%s (%s) must be below sluice.inlet.lock-duration (%s): a transaction must end"
                                    + " before its message is delivered to somebody else")
                            .formatted(key, value, inlet.lockDuration()));
        }
    }
}
