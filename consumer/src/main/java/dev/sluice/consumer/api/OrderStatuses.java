package dev.sluice.consumer.api;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Finds the status of an order: processed beats all others, of those the latest counts. */
@ApplicationScoped
public class OrderStatuses {
    private static final String FIND = """
            select status, since, reason, attempts, next_attempt_at from (
                select 1 as rank, 'processed' as status, processed_at as since, null as reason,
                        null::integer as attempts, null::timestamptz as next_attempt_at
                    from inbox where order_id = ?
                union all
                select 2, case state when 'replayed' then 'replaying' else state end, coalesce(state_since, parked_at),
                        reason, null, null
                    from parked where order_id = ?
                union all
                select 2, 'retrying', failed_at, reason, attempts, next_attempt_at from retrying where order_id = ?
            ) as known
            order by rank, since desc
            limit 1
            """;

    private final DataSource dataSource;

    OrderStatuses(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * The status of an order; empty if the database knows nothing of it.
     *
     * @throws SQLException if the database can't be asked
     */
    Optional<OrderStatus> find(UUID id) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement find = connection.prepareStatement(FIND)) {
            for (int parameter = 1; parameter <= 3; parameter++) {
                find.setObject(parameter, id);
            }
            try (ResultSet row = find.executeQuery()) {
                return row.next()
                        ? Optional.of(new OrderStatus(
                                id,
                                row.getString("status"),
                                instant(row, "since"),
                                row.getString("reason"),
                                row.getObject("attempts", Integer.class),
                                instant(row, "next_attempt_at")))
                        : Optional.empty();
            }
        }
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
