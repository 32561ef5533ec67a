package dev.sluice.consumer.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers, for the status only, which orders failed and will be tried again. */
@ApplicationScoped
public class RetryingOrders {
    private static final Logger LOG = LoggerFactory.getLogger(RetryingOrders.class);
    private static final String NOTE = "insert into retrying (order_id, reason, attempts, next_attempt_at)"
            + " values (?, ?, ?, ?) on conflict (order_id) do update set reason = excluded.reason, failed_at = now(),"
            + " attempts = excluded.attempts, next_attempt_at = excluded.next_attempt_at";

    private final DataSource dataSource;

    RetryingOrders(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Notes a failed attempt, in a transaction of its own. What can't be noted is only logged: nothing depends on it.
     *
     * @param attempts how many have failed
     * @param nextAttempt when the order is due again
     */
    public void note(UUID orderId, String reason, int attempts, Instant nextAttempt) {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement note = connection.prepareStatement(NOTE)) {
            note.setObject(1, orderId);
            note.setString(2, SqlText.of(reason));
            note.setInt(3, attempts);
            note.setObject(4, nextAttempt.atOffset(ZoneOffset.UTC));
            note.executeUpdate();
        } catch (SQLException e) {
            LOG.warn("order {}: that it is retried could not be noted: {}", orderId, e.getMessage());
        }
    }
}
