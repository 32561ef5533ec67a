package dev.sluice.consumer.inlet;

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

    private final InletConfig inlet;
    private final DatabaseConfig database;
    private final AgroalDataSource dataSource;

    InletBounds(InletConfig inlet, DatabaseConfig database, AgroalDataSource dataSource) {
        this.inlet = inlet;
        this.database = database;
        this.dataSource = dataSource;
    }

    void apply(@Observes @Priority(BEFORE_THE_DATABASE_IS_ASKED) StartupEvent event) {
        belowLockDuration("sluice.database.statement-timeout", database.statementTimeout());
        belowLockDuration("sluice.database.idle-in-transaction-timeout", database.idleInTransactionTimeout());
        belowLockDuration("sluice.database.lock-timeout", database.lockTimeout());
        int threads = Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE;
        if (inlet.concurrency() < 1 || inlet.concurrency() + SPARE_THREADS > threads) {
            throw new ConfigurationException(
                    ("sluice.inlet.concurrency is %d, but must be from 1 to %d: the SDK handles messages"
                                    + " on %d threads; more with -Dreactor.schedulers.defaultBoundedElasticSize")
                            .formatted(inlet.concurrency(), threads - SPARE_THREADS, threads));
        }
        dataSource.getConfiguration().connectionPoolConfiguration().setMaxSize(inlet.concurrency() + SPARE_CONNECTIONS);
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
