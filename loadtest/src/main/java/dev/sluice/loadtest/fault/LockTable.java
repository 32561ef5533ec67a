package dev.sluice.loadtest.fault;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;

/** Locks the table that every handler writes into: their transactions wait, and their connections with them. */
final class LockTable implements Fault {
    @Override
    public void strike(Target target, Duration length) throws Exception {
        try (Connection connection = target.stack().database().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("lock table fulfilment in share row exclusive mode");
            target.hold(length);
            connection.rollback();
        }
    }
}
