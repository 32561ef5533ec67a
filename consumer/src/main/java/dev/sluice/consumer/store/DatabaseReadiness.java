package dev.sluice.consumer.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the database answers and has the schema. */
@Readiness
@ApplicationScoped
public class DatabaseReadiness implements HealthCheck {
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final DatabaseGate gate;
    private final DataSource dataSource;

    DatabaseReadiness(DatabaseGate gate, DataSource dataSource) {
        this.gate = gate;
        this.dataSource = dataSource;
    }

    @Override
    public HealthCheckResponse call() {
        if (!gate.isOpen()) {
            return down(gate.reason());
        }
        try (Connection connection = dataSource.getConnection()) {
            return connection.isValid((int) LIMIT.toSeconds())
                    ? HealthCheckResponse.up("Database")
                    : down("the connection is dead");
        } catch (SQLException e) {
            return down(String.valueOf(e.getMessage()));
        }
    }

    private static HealthCheckResponse down(String reason) {
        return HealthCheckResponse.named("Database")
                .down()
                .withData("reason", reason)
                .build();
    }
}
