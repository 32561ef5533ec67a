package dev.sluice.consumer.parking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.consumer.processing.InboundMessage;
import dev.sluice.consumer.store.SqlText;
import dev.sluice.messaging.OrderCodec;
import dev.sluice.messaging.OrderId;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Table {@code parked}. */
@ApplicationScoped
public class ParkedMessages {
    private static final String INSERT = "insert into parked (namespace, sequence_number, order_id, message_id, reason,"
            + " description, subject, content_type, properties, body, enqueued_at)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?) on conflict do nothing";
    private static final String REASON = "DeadLetterReason";
    private static final String DESCRIPTION = "DeadLetterErrorDescription";
    private static final byte[] NO_BYTES = {};

    private final DataSource dataSource;
    private final ObjectMapper json;

    ParkedMessages(DataSource dataSource, ObjectMapper json) {
        this.dataSource = dataSource;
        this.json = json;
    }

    /**
     * Stores a parked message; storing it again changes nothing.
     *
     * @throws SQLException if it could not be stored: then it must stay on its queue
     */
    void add(InboundMessage message) throws SQLException {
        Map<String, Object> properties = message.properties();
        try (Connection connection = dataSource.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, message.namespace());
            insert.setLong(2, message.sequenceNumber());
            insert.setObject(
                    3, OrderId.parse(text(properties.get(OrderCodec.ORDER_ID))).orElse(null));
            insert.setString(4, SqlText.of(message.messageId()));
            insert.setString(5, text(properties.getOrDefault(REASON, "Unknown")));
            insert.setString(6, text(properties.get(DESCRIPTION)));
            insert.setString(7, SqlText.of(message.subject()));
            insert.setString(8, SqlText.of(message.contentType()));
            insert.setString(9, json(properties));
            insert.setBytes(10, message.body() == null ? NO_BYTES : message.body());
            insert.setObject(11, message.firstEnqueuedAt().atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
        }
    }

    private static String text(Object value) {
        return value == null ? null : SqlText.of(value.toString());
    }

    private String json(Map<String, Object> properties) {
        Map<String, Object> storable = new TreeMap<>();
        properties.forEach((name, value) -> storable.put(
                SqlText.of(name), value instanceof Number || value instanceof Boolean ? value : text(value)));
        try {
            return json.writeValueAsString(storable);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers, booleans and strings can always be written", e);
        }
    }
}
