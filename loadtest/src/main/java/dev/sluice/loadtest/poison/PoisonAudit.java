package dev.sluice.loadtest.poison;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * What became of poison, and whether anything else was taken for it.
 *
 * @param sent messages that the bus acknowledged
 * @param missing those that are not parked as what they are
 * @param retried those that were tried again before
 * @param othersParked orders that are parked, not processed, and were no poison
 */
public record PoisonAudit(long sent, long missing, long retried, long othersParked) {
    private static final Set<String> REASONS = Set.of("UndecodableMessage", "InvalidOrder");
    private static final String PARKED =
            "select order_id, reason, coalesce(description, '') <> '', properties ->> 'sluice-attempts' from parked"
                    // What the bus gave up on after its effect was done is processed, and only looks parked.
                    + " where order_id is not null and order_id not in (select order_id from inbox)";

    /**
     * Looks into table {@code parked}.
     *
     * @param poison the orders that the poison named
     * @param accepted all orders that were promised, the poison's included: what nobody was promised may be parked or not
     * @throws SQLException if the database can't be read
     */
    public static PoisonAudit of(Set<UUID> poison, Set<UUID> accepted, DataSource database) throws SQLException {
        Set<UUID> missing = new HashSet<>(poison);
        long retried = 0;
        long others = 0;
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(PARKED);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                UUID orderId = rows.getObject(1, UUID.class);
                if (!poison.contains(orderId)) {
                    others += accepted.contains(orderId) ? 1 : 0;
                } else if (REASONS.contains(rows.getString(2)) && rows.getBoolean(3)) {
                    missing.remove(orderId);
                    retried += rows.getString(4) == null ? 0 : 1;
                }
            }
        }
        return new PoisonAudit(poison.size(), missing.size(), retried, others);
    }
}
