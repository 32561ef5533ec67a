package dev.sluice.stack.ledger;

import dev.sluice.stack.ledger.Observation.Effect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/** Finds out what became of a ledger's orders. */
public final class Audit {
    /** Rows per round trip; the driver would otherwise hold a whole table twice. */
    private static final int FETCH_SIZE = 10_000;

    private final Ledger ledger;
    private final DataSource database;
    private final LongSupplier queued;

    /**
     * An audit that can be asked again and again.
     *
     * @param ledger what was accepted
     * @param database consumer's database
     * @param queued how many messages are on {@code orders} and {@code orders-parked} now, in whatever state
     */
    public Audit(Ledger ledger, DataSource database, LongSupplier queued) {
        this.ledger = ledger;
        this.database = database;
        this.queued = queued;
    }

    /**
     * Counts everything. Right at any time, but for one thing: while orders are being posted, one whose effect comes
     * before its 202 counts as unexpected.
     *
     * @throws SQLException if the database can't be read
     */
    public Verdict verdict() throws SQLException {
        // In the direction that orders travel, so that what moves on in between is found further on, and is not lost.
        Map<UUID, Instant> accepted = Map.copyOf(ledger.accepted());
        long onQueues = queued();
        try (Connection connection = database.getConnection()) {
            // One snapshot for all tables; also what makes the driver fetch in portions.
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setReadOnly(true);
            Observation observation = new Observation(
                    effects(connection),
                    ids(connection, "select order_id from inbox"),
                    number(connection, "select coalesce(sum(repeats), 0) from inbox"),
                    ids(connection, "select order_id from parked where order_id is not null and state <> 'replayed'"),
                    onQueues);
            connection.rollback();
            return VerdictArithmetic.of(accepted, ledger.unknown(), observation);
        }
    }

    /**
     * How many orders have come out at the other end, processed or parked; cheap enough to be asked often.
     *
     * @throws SQLException if the database can't be read
     */
    public long through() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return number(
                    connection,
                    "select (select count(*) from fulfilment) + (select count(*) from parked where state <> 'replayed')");
        }
    }

    /** How many messages are on the queues, with those that a killed consumer still has under lock. */
    long queued() {
        return queued.getAsLong();
    }

    private static List<Effect> effects(Connection connection) throws SQLException {
        List<Effect> effects = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("select order_id, customer, recorded_at from fulfilment")) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    effects.add(new Effect(
                            rows.getObject(1, UUID.class),
                            rows.getString(2),
                            rows.getObject(3, OffsetDateTime.class).toInstant()));
                }
            }
        }
        return effects;
    }

    private static Set<UUID> ids(Connection connection, String query) throws SQLException {
        Set<UUID> ids = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setFetchSize(FETCH_SIZE);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    ids.add(rows.getObject(1, UUID.class));
                }
            }
        }
        return ids;
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
