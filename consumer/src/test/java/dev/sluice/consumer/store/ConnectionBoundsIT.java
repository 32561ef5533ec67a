package dev.sluice.consumer.store;

import static dev.sluice.consumer.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.consumer.Table;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server does to a consumer that is stopped, or cut off, in the middle of a transaction. */
@QuarkusTest
@TestProfile(ConnectionBoundsIT.Short.class)
class ConnectionBoundsIT {
    private static final int CONCURRENCY = 3;

    public static final class Short implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "sluice.inlet.concurrency", String.valueOf(CONCURRENCY),
                    "sluice.database.lock-timeout", "0.2S",
                    "sluice.database.statement-timeout", "1S",
                    "sluice.database.idle-in-transaction-timeout", "1S");
        }
    }

    @Inject
    AgroalDataSource dataSource;

    @Inject
    Table table;

    @Inject
    DatabaseGate gate;

    private final UUID order = UUID.randomUUID();

    @BeforeEach
    void awaitDatabase() {
        await().until(gate::isOpen);
    }

    @Test
    void thePoolHasOneForEachMessageInHandAndTwoMore() {
        assertThat(dataSource.getConfiguration().connectionPoolConfiguration().maxSize())
                .isEqualTo(CONCURRENCY + 2);
    }

    @Test
    void aStatementThatTakesTooLongIsEnded() {
        assertThatThrownBy(() -> table.ask("select pg_sleep(60)"))
                .hasRootCauseInstanceOf(SQLException.class)
                .hasMessageContaining("statement timeout");
    }

    @Test
    void aCompetitorWaitsForALockNoLongerThanAgreed() throws SQLException {
        try (Connection holder = dataSource.getConnection()) {
            holder.setAutoCommit(false);
            mark(holder);

            assertThatThrownBy(() -> table.ask("insert into inbox (order_id, body_hash) values (?, 'x')", order))
                    .hasMessageContaining("lock timeout");
            holder.rollback();
        }
    }

    /** As a consumer that is stopped between two statements: its order is free for others again. */
    @Test
    void aTransactionThatIdlesGivesItsOrderBack() throws SQLException {
        try (Connection stopped = dataSource.getConnection()) {
            stopped.setAutoCommit(false);
            mark(stopped);

            await().ignoreExceptions()
                    .until(() -> table.ask(
                                    "insert into inbox (order_id, body_hash) values (?, 'a competitor') returning body_hash",
                                    order)
                            != null);
            assertThatThrownBy(stopped::commit).isInstanceOf(SQLException.class);
        }
        assertThat(table.ask("select body_hash from inbox where order_id = ?", order))
                .isEqualTo("a competitor");
    }

    private void mark(Connection connection) throws SQLException {
        try (Statement insert = connection.createStatement()) {
            insert.execute("insert into inbox (order_id, body_hash) values ('" + order + "', 'held')");
        }
    }
}
