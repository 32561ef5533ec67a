package dev.sluice.loadtest.fault;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Takes every connection that PostgreSQL can give, those of the consumers included, and keeps them. */
final class ExhaustDatabase implements Fault {
    /** More than any server of a local stack can give. */
    private static final int MOST = 2_000;

    private static final String END_THE_CONSUMERS =
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'sluice-consumer'";
    private static final Duration PAUSE = Duration.ofMillis(100);

    @Override
    public void strike(Target target, Duration length) throws Exception {
        DataSource database = target.stack().database();
        List<Connection> taken = new ArrayList<>();
        try {
            taken.add(database.getConnection());
            long end = System.nanoTime() + length.toNanos();
            do {
                try (Statement statement = taken.get(0).createStatement()) {
                    statement.execute(END_THE_CONSUMERS);
                }
                takeAll(database, taken);
                target.hold(PAUSE);
            } while (System.nanoTime() < end && !target.isStopped());
        } finally {
            for (Connection each : taken) {
                each.close();
            }
        }
    }

    private static void takeAll(DataSource database, List<Connection> taken) throws SQLException {
        while (taken.size() < MOST) {
            try {
                taken.add(database.getConnection());
            } catch (SQLException none) {
                if ("53300".equals(none.getSQLState())) {
                    return;
                }
                throw none;
            }
        }
    }
}
