package dev.sluice.consumer.store;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;

/** Brings the database into the state that this service needs, or says why it can't be used. */
@ApplicationScoped
public class Schema {
    private final AgroalDataSource dataSource;
    private final Flyway flyway;
    private final DatabaseConfig config;
    private boolean current;

    Schema(AgroalDataSource dataSource, Flyway flyway, DatabaseConfig config) {
        this.dataSource = dataSource;
        this.flyway = flyway;
        this.config = config;
    }

    /**
     * Returns if the database is there, writable, large enough and has the current schema; migrates it first if that is
     * configured. After the first success only the cheap questions are asked again.
     *
     * @throws SQLException if it can't be reached or does not take writes
     * @throws ConfigurationException if the schema is old or max_connections too low
     */
    void ensure() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            if (ask(statement, "show transaction_read_only").equals("on")) {
                throw new SQLException("the database takes no writes: is it a replica?", "25006");
            }
            if (current) {
                return;
            }
            checkConnections(Integer.parseInt(ask(statement, "show max_connections")));
        }
        if (config.migrate()) {
            flyway.migrate();
        } else if (flyway.info().pending().length > 0) {
            throw new ConfigurationException(
                    "the schema is not up to date: run the migrations, or set sluice.database.migrate=true");
        }
        current = true;
    }

    /** Drops the idle connections: after an outage each of them would fail once more. */
    void dropConnections() {
        dataSource.flush(AgroalDataSource.FlushMode.IDLE);
    }

    private void checkConnections(int maxConnections) {
        int pool = dataSource.getConfiguration().connectionPoolConfiguration().maxSize();
        int needed = config.maxInstances() * pool;
        if (needed > maxConnections) {
            throw new ConfigurationException(
                    ("sluice.database.max-instances (%d) × pool size (%d) = %d connections, but the"
                                    + " server's max_connections is %d: raise it, or lower max-instances or sluice.inlet.concurrency")
                            .formatted(config.maxInstances(), pool, needed, maxConnections));
        }
    }

    private static String ask(Statement statement, String question) throws SQLException {
        try (ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            return answer.getString(1);
        }
    }
}
