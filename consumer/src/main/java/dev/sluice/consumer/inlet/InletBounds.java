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
    /** A namespace's parked messages and their dead letters are moved one at a time each. */
    private static final int DRAIN_THREADS = 2;

    private static final int MAX_CONCURRENCY = 500;
    private static final String THREADS = "reactor.schedulers.defaultBoundedElasticSize";

    private final InletConfig inlet;
    private final DatabaseConfig database;
    private final HandlerConfig handler;
    private final ServiceBusConnections connections;
    private final AgroalDataSource dataSource;

    InletBounds(
            InletConfig inlet,
            DatabaseConfig database,
            HandlerConfig handler,
            ServiceBusConnections connections,
            AgroalDataSource dataSource) {
        this.inlet = inlet;
        this.database = database;
        this.handler = handler;
        this.connections = connections;
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
        int namespaces = connections.namespaces().size();
        int needed = namespaces * (inlet.concurrency() + DRAIN_THREADS) + SPARE_THREADS;
        int threads = handlerThreads(needed);
        if (needed > threads) {
            throw new ConfigurationException(
                    ("sluice.inlet.concurrency is %d, which takes %d threads of the SDK's with %d namespace(s), but there are"
                                    + " %d: lower it, or start with -D%s=%d")
                            .formatted(inlet.concurrency(), needed, namespaces, threads, THREADS, needed));
        }
        dataSource.getConfiguration().connectionPoolConfiguration().setMaxSize(inlet.concurrency() + SPARE_CONNECTIONS);
    }

    /** By default there are ten threads per core, which may be too few; the number is fixed when the SDK first looks. */
    private static int handlerThreads(int needed) {
        if (System.getProperty(THREADS) == null) {
            int byDefault = 10 * Runtime.getRuntime().availableProcessors();
            System.setProperty(THREADS, Integer.toString(Math.max(byDefault, needed)));
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
