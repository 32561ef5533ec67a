package dev.sluice.consumer.store;

import io.agroal.api.AgroalPoolInterceptor;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;

/**
 * Bounds each new connection on the server's side, where it also holds for a consumer that is stopped or cut off: its
 * transaction must not keep the others from an order.
 */
@Singleton
public class ConnectionBounds implements AgroalPoolInterceptor {
    private final String settings;

    ConnectionBounds(DatabaseConfig config) {
        Map<String, Long> milliseconds = Map.of(
                "lock_timeout", config.lockTimeout().toMillis(),
                "statement_timeout", config.statementTimeout().toMillis(),
                "idle_in_transaction_session_timeout",
                        config.idleInTransactionTimeout().toMillis(),
                // Notice within seconds that the client is gone, even in the middle of a statement.
                "client_connection_check_interval", Duration.ofSeconds(5).toMillis());
        Map<String, Long> seconds = Map.of("tcp_keepalives_idle", 10L, "tcp_keepalives_interval", 5L);
        StringBuilder sql = new StringBuilder();
        milliseconds.forEach((name, value) -> sql.append("set " + name + " = " + value + ";"));
        seconds.forEach((name, value) -> sql.append("set " + name + " = " + value + ";"));
        this.settings = sql.toString();
    }

    @Override
    public void onConnectionCreate(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(settings);
        } catch (SQLException e) {
            throw new IllegalStateException("the bounds on the database connection can't be set", e);
        }
    }
}
