package dev.sluice.consumer.parking;

import dev.sluice.consumer.store.SqlText;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Table {@code parking_operation}: what was asked for is kept there until it is done, whoever works on it. */
@ApplicationScoped
public class ParkingOperations {
    /** How many may be unfinished at once. */
    static final int MAX_UNFINISHED = 20;

    private static final String NOT_PARKED = "NotParked";
    private static final String CREATE = "insert into parking_operation (id, action, selection, rate, force, comment,"
            + " requested_by, matched) select ?, ?, ?::jsonb, ?, ?, ?, ?, ?"
            + " where (select count(*) from parking_operation where finished_at is null) < " + MAX_UNFINISHED;
    private static final String CANCEL =
            "update parking_operation set cancelled_by = ? where id = ? and finished_at is null and cancelled_by is null";
    private static final String FIND = "select o.*, (select count(*) from parked p where p.operation = o.id"
            + " and p.state = 'replaying') as in_progress from parking_operation o where o.id = ?";
    private static final String OUTCOMES =
            "select outcome, count(*) from parking_audit where operation = ? group by outcome order by outcome";

    private final DataSource dataSource;
    private final Verdicts verdicts;
    private final ParkingJson json;

    ParkingOperations(DataSource dataSource, Verdicts verdicts, ParkingJson json) {
        this.dataSource = dataSource;
        this.verdicts = verdicts;
        this.json = json;
    }

    /** What would be done now. Changes nothing. */
    public OperationStatus forecast(ParkingTask task) throws SQLException {
        Selection selection = task.selection();
        String outcome = task.action() == Action.DISCARD ? "'" + Verdicts.DISCARDED + "'" : Verdicts.EXPRESSION;
        String sql = "select verdict, count(*) from (select " + outcome + " as verdict from parked p"
                + " where p.state = 'parked'" + selection.conditions()
                + ") as judged group by verdict order by verdict";
        try (Connection connection = dataSource.getConnection();
                PreparedStatement count = connection.prepareStatement(sql)) {
            selection.set(count, task.action() == Action.DISCARD ? 1 : verdicts.set(count, 1, task.force()));
            Map<String, Long> outcomes = counts(count);
            OperationStatus forecast = OperationStatus.dryRun(task.action(), task.force(), outcomes);
            addMissing(outcomes, selection, forecast.matched());
            return forecast;
        }
    }

    /**
     * Has something done in the background; it survives this process.
     *
     * @return the operation's id; empty if too many are unfinished already
     */
    public Optional<UUID> start(ParkingTask task) throws SQLException {
        long matched = forecast(task).matched();
        UUID id = UUID.randomUUID();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement create = connection.prepareStatement(CREATE)) {
            create.setObject(1, id);
            create.setString(2, task.action().text());
            create.setString(3, json.write(task.selection()));
            create.setInt(4, task.rate());
            create.setBoolean(5, task.force());
            create.setString(6, SqlText.of(task.comment()));
            create.setString(7, SqlText.of(task.requestedBy()));
            create.setLong(8, matched);
            return create.executeUpdate() == 1 ? Optional.of(id) : Optional.empty();
        }
    }

    /** Looks at no further message; what is marked is still sent. Changes nothing once it is finished. */
    public void cancel(UUID id, String by) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement cancel = connection.prepareStatement(CANCEL)) {
            cancel.setString(1, SqlText.of(by));
            cancel.setObject(2, id);
            cancel.executeUpdate();
        }
    }

    /** How far an operation has come; empty if there is none of that id. */
    public Optional<OperationStatus> find(UUID id) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement find = connection.prepareStatement(FIND);
                PreparedStatement count = connection.prepareStatement(OUTCOMES)) {
            find.setObject(1, id);
            count.setObject(1, id);
            try (ResultSet row = find.executeQuery()) {
                return row.next() ? Optional.of(status(row, counts(count))) : Optional.empty();
            }
        }
    }

    private OperationStatus status(ResultSet row, Map<String, Long> outcomes) throws SQLException {
        addMissing(outcomes, json.selection(row.getString("selection")), row.getLong("matched"));
        Instant finishedAt = instant(row, "finished_at");
        return new OperationStatus(
                row.getObject("id", UUID.class),
                row.getString("action"),
                state(finishedAt, row.getString("cancelled_by")),
                row.getLong("matched"),
                outcomes,
                row.getLong("in_progress"),
                row.getInt("rate"),
                row.getBoolean("force"),
                row.getString("comment"),
                row.getString("requested_by"),
                instant(row, "requested_at"),
                row.getString("cancelled_by"),
                finishedAt,
                row.getString("last_error"));
    }

    private static String state(Instant finishedAt, String cancelledBy) {
        if (finishedAt == null) {
            return "running";
        }
        return cancelledBy == null ? "done" : "cancelled";
    }

    /** Keys that somebody named and that are not, or not any more, parked. */
    private static void addMissing(Map<String, Long> outcomes, Selection selection, long matched) {
        if (selection.keys() != null && selection.keys().size() > matched) {
            outcomes.put(NOT_PARKED, selection.keys().size() - matched);
        }
    }

    private static Map<String, Long> counts(PreparedStatement count) throws SQLException {
        Map<String, Long> counts = new LinkedHashMap<>();
        try (ResultSet row = count.executeQuery()) {
            while (row.next()) {
                counts.put(row.getString(1), row.getLong(2));
            }
        }
        return counts;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
