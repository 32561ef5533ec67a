package dev.sluice.consumer.store;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceMetrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.ToLongFunction;

/** Tells how much of the connection pool is in use. */
@Startup
@ApplicationScoped
public class PoolMeters {
    private final AgroalDataSource dataSource;

    PoolMeters(AgroalDataSource dataSource, MeterRegistry metrics) {
        this.dataSource = dataSource;
        register(metrics, "active", AgroalDataSourceMetrics::activeCount);
        register(metrics, "idle", AgroalDataSourceMetrics::availableCount);
        register(metrics, "awaited", AgroalDataSourceMetrics::awaitingCount);
    }

    private void register(MeterRegistry metrics, String state, ToLongFunction<AgroalDataSourceMetrics> count) {
        Gauge.builder("sluice.database.connections", dataSource, pool -> count.applyAsLong(pool.getMetrics()))
                .description("Connections in use, those at rest, and threads that wait for one")
                .tag("state", state)
                .register(metrics);
    }
}
