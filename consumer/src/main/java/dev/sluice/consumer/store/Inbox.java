package dev.sluice.consumer.store;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** The marks of processed orders. A mark is part of the transaction that makes the order's effect. */
@Startup
@ApplicationScoped
public class Inbox {
    /** What the inbox knew about an order. */
    public enum Mark {
        /** Nothing: the order is marked now. */
        NEW,
        /** The same order is processed already. */
        REPEATED,
        /** Another order is processed under the same id. */
        CONFLICTING
    }

    /** A concurrent transaction with the same order is waited for (up to lock_timeout); then its fate decides ours. */
    private static final String INSERT =
            "insert into inbox (order_id, body_hash) values (?, ?) on conflict (order_id) do nothing";

    private static final String REPEAT = "update inbox set repeats = repeats + 1 where order_id = ? and body_hash = ?";

    private final boolean enabled;
    private final Map<Mark, Counter> marks = new EnumMap<>(Mark.class);

    Inbox(InboxConfig config, MeterRegistry metrics) {
        this.enabled = config.enabled();
        for (Mark mark : Mark.values()) {
            marks.put(
                    mark,
                    Counter.builder("sluice.inbox.marks")
                            .description("What the inbox knew about orders, whether it then came to a commit or not")
                            .tag("mark", mark.name().toLowerCase(Locale.ROOT))
                            .register(metrics));
        }
    }

    /**
     * Marks an order as processed, within the caller's transaction.
     *
     * @param bodyHash tells a repeat from another order under the same id
     * @throws SQLException if the database fails, or another transaction holds the order for longer than lock_timeout
     */
    public Mark mark(Connection connection, UUID orderId, String bodyHash) throws SQLException {
        Mark mark = find(connection, orderId, bodyHash);
        marks.get(mark).increment();
        return mark;
    }

    private Mark find(Connection connection, UUID orderId, String bodyHash) throws SQLException {
        if (!enabled || update(connection, INSERT, orderId, bodyHash)) {
            return Mark.NEW;
        }
        return update(connection, REPEAT, orderId, bodyHash) ? Mark.REPEATED : Mark.CONFLICTING;
    }

    private static boolean update(Connection connection, String sql, UUID orderId, String bodyHash)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, orderId);
            statement.setString(2, bodyHash);
            return statement.executeUpdate() == 1;
        }
    }
}
