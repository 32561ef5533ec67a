package dev.sluice.consumer.parking;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Table {@code parking_audit}: who did what to which message. A line is part of the transaction that it speaks of. */
@ApplicationScoped
public class ParkingAudit {
    private static final String INSERT = "insert into parking_audit (operation, namespace, sequence_number, order_id,"
            + " action, outcome, forced, actor) values (?, ?, ?, ?, ?, ?, ?, ?)";

    private final MeterRegistry metrics;

    ParkingAudit(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** @param forced whether a limit was overridden */
    void add(Connection connection, ParkingOperation operation, ParkedRow message, String outcome, boolean forced)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setObject(1, operation.id());
            insert.setString(2, message.key().namespace());
            insert.setLong(3, message.key().sequenceNumber());
            insert.setObject(4, message.orderId());
            insert.setString(5, operation.action().text());
            insert.setString(6, outcome);
            insert.setBoolean(7, forced);
            insert.setString(8, operation.requestedBy());
            insert.executeUpdate();
        }
        metrics.counter("sluice.parked.handled", "action", operation.action().text(), "outcome", outcome)
                .increment();
    }
}
