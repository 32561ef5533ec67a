package dev.sluice.consumer.parking;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Takes operations on, a page at a time. A page's messages are marked {@code replaying} and that is committed before the
 * first is sent; those that a worker has left behind like that come before the next page.
 */
@ApplicationScoped
public class OperationPages {
    /** How long nobody else works on an operation that somebody has taken; more than a page takes. */
    private static final String LEASE = "30 seconds";

    /** Bodies that are in memory at once, unless a single one has more. */
    private static final int MAX_BYTES = 8 << 20;

    private static final String TAKE = "update parking_operation set due_at = now() + interval '" + LEASE + "'"
            + " where id = (select id from parking_operation where finished_at is null and due_at <= now()"
            + " order by due_at limit 1 for update skip locked)"
            + " returning id, action, selection, rate, force, requested_by, cancelled_by, cursor";
    private static final String LEFT_BEHIND = "select " + ParkedRow.COLUMNS + " from parked p where p.operation = ?"
            + " and p.state = 'replaying' and p.state_since < now() - ? * interval '1 millisecond'"
            + PageMark.ORDER + " limit ?";
    private static final String MOVE_ON = "update parking_operation set cursor = ?::jsonb where id = ?";
    private static final String IS_SENDING =
            "exists (select 1 from parked p where p.operation = o.id and p.state = 'replaying')";
    private static final String HAND_BACK = "update parking_operation o set"
            + " last_error = coalesce(?, case when " + IS_SENDING + " then last_error end),"
            + " due_at = now() + ? * interval '1 millisecond',"
            + " finished_at = case when ? and not " + IS_SENDING + " then now() end"
            + " where o.id = ? and o.finished_at is null";

    /**
     * A page.
     *
     * @param toSend what is to be sent
     * @param isLast whether nothing was left to look at
     */
    record Page(List<ParkedRow> toSend, int size, boolean isLast) {}

    private final DataSource dataSource;
    private final Verdicts verdicts;
    private final ParkedStates states;
    private final Duration retryDelay;
    private final ParkingJson json;

    OperationPages(
            DataSource dataSource, Verdicts verdicts, ParkedStates states, ParkingConfig config, ParkingJson json) {
        this.dataSource = dataSource;
        this.verdicts = verdicts;
        this.states = states;
        this.retryDelay = config.retryDelay();
        this.json = json;
    }

    /** An operation that is due and that nobody works on. */
    Optional<ParkingOperation> take() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement take = connection.prepareStatement(TAKE);
                ResultSet row = take.executeQuery()) {
            return row.next() ? Optional.of(operation(row)) : Optional.empty();
        }
    }

    /** Decides on the next messages, in one transaction: which are to be sent, which discarded, which stay. */
    Page next(ParkingOperation operation) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                List<ParkedRow> leftBehind = leftBehind(connection, operation);
                Page page = leftBehind.isEmpty()
                        ? decided(connection, operation)
                        : new Page(leftBehind, leftBehind.size(), false);
                connection.commit();
                return page;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    /**
     * Lets others have the operation, or ends it when its last page is done and nothing is left to be sent.
     *
     * @param error what was wrong; null if nothing was
     */
    void handBack(ParkingOperation operation, Page page, Duration pause, String error) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement handBack = connection.prepareStatement(HAND_BACK)) {
            handBack.setString(1, error);
            handBack.setLong(2, (page.isLast() ? retryDelay : pause).toMillis());
            handBack.setBoolean(3, page.isLast());
            handBack.setObject(4, operation.id());
            handBack.executeUpdate();
        }
    }

    private List<ParkedRow> leftBehind(Connection connection, ParkingOperation operation) throws SQLException {
        try (PreparedStatement find = connection.prepareStatement(LEFT_BEHIND)) {
            find.setObject(1, operation.id());
            find.setLong(2, retryDelay.toMillis());
            find.setInt(3, operation.pageSize());
            List<ParkedRow> rows = new ArrayList<>();
            try (ResultSet row = find.executeQuery()) {
                for (long bytes = 0; row.next() && bytes < MAX_BYTES; bytes += row.getInt("size")) {
                    rows.add(ParkedRow.of(row));
                }
            }
            return rows;
        }
    }

    private Page decided(Connection connection, ParkingOperation operation) throws SQLException {
        List<ParkedRow> looked = new ArrayList<>();
        List<String> outcomes = new ArrayList<>();
        if (!operation.cancelled()) {
            look(connection, operation, looked, outcomes);
        }
        List<ParkedRow> toSend = new ArrayList<>();
        for (int i = 0; i < looked.size(); i++) {
            if (states.decide(connection, operation, looked.get(i), outcomes.get(i))) {
                toSend.add(looked.get(i));
            }
        }
        if (!looked.isEmpty()) {
            moveOn(connection, operation.id(), looked.get(looked.size() - 1).mark());
        }
        return new Page(toSend, looked.size(), looked.isEmpty());
    }

    private void look(Connection connection, ParkingOperation operation, List<ParkedRow> looked, List<String> outcomes)
            throws SQLException {
        String sql = "select " + ParkedRow.COLUMNS + ", " + Verdicts.EXPRESSION + " as verdict from parked p"
                + " where p.state = 'parked'" + operation.selection().conditions()
                + (operation.cursor() == null ? "" : PageMark.CONDITION) + PageMark.ORDER + " limit ? for update of p";
        try (PreparedStatement find = connection.prepareStatement(sql)) {
            int next = operation.selection().set(find, verdicts.set(find, 1, operation.force()));
            if (operation.cursor() != null) {
                next = operation.cursor().set(find, next);
            }
            find.setInt(next, operation.pageSize());
            try (ResultSet row = find.executeQuery()) {
                for (long bytes = 0; row.next() && bytes < MAX_BYTES; bytes += row.getInt("size")) {
                    looked.add(ParkedRow.of(row));
                    outcomes.add(operation.isReplay() ? row.getString("verdict") : Verdicts.DISCARDED);
                }
            }
        }
    }

    private void moveOn(Connection connection, UUID operation, PageMark mark) throws SQLException {
        try (PreparedStatement move = connection.prepareStatement(MOVE_ON)) {
            move.setString(1, json.write(mark));
            move.setObject(2, operation);
            move.executeUpdate();
        }
    }

    private ParkingOperation operation(ResultSet row) throws SQLException {
        return new ParkingOperation(
                row.getObject("id", UUID.class),
                Action.of(row.getString("action")),
                json.selection(row.getString("selection")),
                row.getInt("rate"),
                row.getBoolean("force"),
                row.getString("requested_by"),
                row.getString("cancelled_by") != null,
                json.mark(row.getString("cursor")));
    }
}
