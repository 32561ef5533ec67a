package dev.sluice.consumer.parking;

import dev.sluice.consumer.parking.ReplaySender.Sent;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** The way of a row in table {@code parked}: parked, replaying, replayed; or parked, discarded. */
@ApplicationScoped
public class ParkedStates {
    private static final String CHANGE = "update parked set state = ?, operation = ?::uuid,"
            + " state_since = case when ?::uuid is null then null else now() end"
            + " where namespace = ? and sequence_number = ? and state = ? and operation is not distinct from ?::uuid";
    private static final String PARKED = "parked";
    private static final String REPLAYING = "replaying";

    private final DataSource dataSource;
    private final Verdicts verdicts;
    private final ParkingAudit audit;

    ParkedStates(DataSource dataSource, Verdicts verdicts, ParkingAudit audit) {
        this.dataSource = dataSource;
        this.verdicts = verdicts;
        this.audit = audit;
    }

    /** Does what was decided on a parked message whose row is locked; true if it is to be sent now. */
    boolean decide(Connection connection, ParkingOperation operation, ParkedRow message, String outcome)
            throws SQLException {
        if (outcome.equals(Verdicts.REPLAYED)) {
            change(connection, message.key(), PARKED, null, REPLAYING, operation.id());
            return true;
        }
        if (outcome.equals(Verdicts.DISCARDED)) {
            change(connection, message.key(), PARKED, null, "discarded", operation.id());
        }
        audit.add(connection, operation, message, outcome, false);
        return false;
    }

    /** Marks what was sent, gives up what can't be, and puts off what may be sent later. */
    void settle(ParkingOperation operation, Map<ParkedRow, Sent> messages) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try {
                for (Map.Entry<ParkedRow, Sent> message : messages.entrySet()) {
                    settle(connection, operation, message.getKey(), message.getValue());
                }
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private void settle(Connection connection, ParkingOperation operation, ParkedRow message, Sent sent)
            throws SQLException {
        UUID id = operation.id();
        switch (sent) {
            case YES -> {
                if (change(connection, message.key(), REPLAYING, id, "replayed", id)) {
                    boolean forced = verdicts.isForced(message.enqueuedAt(), message.replays());
                    audit.add(connection, operation, message, Verdicts.REPLAYED, operation.force() && forced);
                }
            }
            case NEVER -> {
                if (change(connection, message.key(), REPLAYING, id, PARKED, null)) {
                    audit.add(connection, operation, message, Verdicts.NOT_SENDABLE, false);
                }
            }
            case NOT_YET -> change(connection, message.key(), REPLAYING, id, REPLAYING, id);
        }
    }

    private static boolean change(
            Connection connection, ParkedKey key, String from, UUID fromOperation, String to, UUID toOperation)
            throws SQLException {
        try (PreparedStatement change = connection.prepareStatement(CHANGE)) {
            change.setString(1, to);
            change.setObject(2, toOperation);
            change.setObject(3, toOperation);
            change.setString(4, key.namespace());
            change.setLong(5, key.sequenceNumber());
            change.setString(6, from);
            change.setObject(7, fromOperation);
            return change.executeUpdate() == 1;
        }
    }
}
