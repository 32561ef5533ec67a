package dev.sluice.consumer.store;

import java.sql.SQLException;
import java.util.Set;

/** What an SQLException says about the database, by its SQLSTATE (PostgreSQL documentation, appendix A). */
public enum DatabaseFailure {
    /** The database can't be reached, is going down or starting up, takes no more connections or no writes. */
    OUTAGE,
    /** Another transaction was in the way. */
    CONTENTION,
    /** Anything else: the statement itself failed. */
    OTHER;

    private static final String CONNECTION_EXCEPTION = "08";
    private static final Set<String> AWAY = Set.of(
            "57P01", // admin_shutdown
            "57P02", // crash_shutdown
            "57P03", // cannot_connect_now
            "53300", // too_many_connections
            "25006"); // read_only_sql_transaction: we were moved to a replica
    private static final Set<String> IN_THE_WAY = Set.of(
            "55P03", // lock_not_available: lock_timeout
            "40001", // serialization_failure
            "40P01"); // deadlock_detected

    /** The kind of failure that {@code e} stands for. */
    public static DatabaseFailure of(SQLException e) {
        String state = e.getSQLState();
        // The pool's own exceptions (no connection in time, no connection to be had) carry no SQLSTATE.
        if (state == null || state.startsWith(CONNECTION_EXCEPTION) || AWAY.contains(state)) {
            return OUTAGE;
        }
        return IN_THE_WAY.contains(state) ? CONTENTION : OTHER;
    }
}
